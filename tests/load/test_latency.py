import json

import pytest

from load.latency import Figures, FiguresError, merge, of_histogram, of_values, read_figures


def entry(name, method, times, start=1.0, **more):
    count = sum(times.values())
    total = sum(value * n for value, n in times.items())
    return {
        "name": name,
        "method": method,
        "num_requests": count,
        "num_failures": 0,
        "start_time": start,
        "total_response_time": total,
        "max_response_time": max(times),
        "response_times": {str(value): n for value, n in times.items()},
        **more,
    }


def test_percentiles_are_nearest_rank():
    histogram = {10: 50, 20: 45, 300: 4, 4000: 1}
    assert [of_histogram(histogram, part) for part in (50, 95, 99, 100)] == [10, 20, 300, 4000]


def test_percentiles_of_nothing_are_nothing():
    assert of_histogram({}, 95) == 0
    assert of_values([], 95) == 0


def test_values_rank_like_histograms():
    assert of_values([3, 1, 2, 4], 50) == 2
    assert of_values([3, 1, 2, 4], 95) == 4
    assert of_values([7], 1) == 7


def test_methods_of_an_operation_are_counted_together():
    figures = merge(
        [
            entry("submit", "POST", {100: 2}, 5.0),
            entry("track", "GET", {10: 1}, 2.0),
            entry("submit", "GET", {20: 2}, 6.0, num_failures=1),
        ]
    )
    assert [one.operation for one in figures] == ["track", "submit"]
    submit = figures[1]
    assert (submit.requests, submit.failures, submit.average, submit.slowest) == (4, 1, 60, 100)
    assert (submit.percentile(50), submit.measure("p95"), submit.measure("slowest")) == (20, 100, 100)


def test_no_requests_average_nothing():
    assert Figures("x").measure("average") == 0


@pytest.mark.parametrize("text", ["", "{", "[{}]", '[{"name": "a", "start_time": null}]'])
def test_unreadable_figures_are_refused(tmp_path, text):
    path = tmp_path / "locust.json"
    path.write_text(text)
    with pytest.raises(FiguresError, match=r"locust\.json"):
        read_figures(path)


def test_figures_are_read_from_the_file(tmp_path):
    path = tmp_path / "locust.json"
    path.write_text(json.dumps([entry("upload", "POST", {7: 1})]))
    assert read_figures(path)[0].percentile(99) == 7
