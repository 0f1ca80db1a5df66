-- For wrk: sends the requests that a table file describes (first argument) and ends with one line of JSON.
-- The table: method, headers, parts (the body cut at @N@ and @S@), first (number of the first request), seals (file of
-- the seals, one a line, in order; "" none), renews (true: each answer's refresh_token is a seal for later).
local spec, seals, taken, number, length = nil, {}, 0, 0, 0
local head = ""

local function body()
  number = number + 1
  local seal = ""
  if #seals > 0 then
    taken = taken + 1
    if spec.renews then seal = table.remove(seals) else seal = seals[(taken - 1) % #seals + 1] end
  end
  local pieces = {}
  for index, part in ipairs(spec.parts) do
    if part == "@N@" then pieces[index] = number elseif part == "@S@" then pieces[index] = seal else pieces[index] = part end
  end
  return table.concat(pieces)
end

function init(arguments)
  spec = dofile(arguments[1])
  number = spec.first
  if spec.seals ~= "" then
    for line in io.lines(spec.seals) do seals[#seals + 1] = line end
  end
  for name, value in pairs(spec.headers) do wrk.headers[name] = value end
  local sample = string.rep("x", spec.length)
  head = wrk.format(spec.method, nil, nil, sample):sub(1, -spec.length - 1)
  if spec.renews then
    response = function(status, headers, answer)
      local token = answer:match('"refresh_token":"([^"]+)"')
      if token then seals[#seals + 1] = token end
    end
  end
end

function request()
  return head .. body()
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requests":%d,"errors":%d,"seconds":%.6f,"p50_us":%.1f,"p99_us":%.1f,"max_us":%.1f}\n',
    summary.requests, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    summary.duration / 1e6, latency:percentile(50), latency:percentile(99), latency.max))
end
