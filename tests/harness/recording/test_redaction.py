import pytest

from harness.recording import Recorder
from harness.recording.redaction import Redactor


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ({"password": "s3cret-1"}, {"password": "***"}),
        ({"Authorization": "Basic s3cret-1"}, {"Authorization": "***"}),
        ({"authorization": "***abcd"}, {"authorization": "***abcd"}),
        ({"cookie": "sid=s3cret-1; lang=s3cret-1"}, {"cookie": "sid=***; lang=***"}),
        ({"set-cookie": "sid=s3cret-1; Path=/; HttpOnly"}, {"set-cookie": "sid=***; Path=/; HttpOnly"}),
        ({"set-cookie": "a=s3cret-1; Path=/\nb=s3cret-1"}, {"set-cookie": "a=***; Path=/\nb=***"}),
        ({"a": [{"client_secret": "s3cret-1"}]}, {"a": [{"client_secret": "***"}]}),
        ("http://h/cb?code=s3cret-1&state=9", "http://h/cb?code=***&state=9"),
        ("http://h/a?access_token=s3cret-1#x", "http://h/a?access_token=***#x"),
        ("http://h/thu-tuc?code=1.012907", "http://h/thu-tuc?code=1.012907"),
        ({"code": "1.012907", "session": ""}, {"code": "1.012907", "session": ""}),
        ("hồ sơ 000.00.01.Y99-261122-0001", "hồ sơ 000.00.01.Y99-261122-0001"),
        (7, 7),
    ],
)
def test_values(value, kept):
    assert Redactor().value(value) == kept


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (b"grant_type=x&code=s3cret-1&client_secret=s3", b"grant_type=x&code=***&client_secret=***"),
        (b'{"session": "s3cret-1", "MaHoSo":"x"}', b'{"session": "***", "MaHoSo":"x"}'),
        (b'{"access_token":"s3","token_type":"Bearer"}', b'{"access_token":"***","token_type":"Bearer"}'),
        (b"<s:MatKhau>s3</s:MatKhau><Ten>A</Ten>", b"<s:MatKhau>***</s:MatKhau><Ten>A</Ten>"),
        (b"%PDF-1.7\xe2\xe3 password=s3cret-1", b"%PDF-1.7\xe2\xe3 password=s3cret-1"),
        (b"", b""),
    ],
)
def test_bodies(body, kept):
    assert Redactor().body(body) == kept


def test_known_values_are_masked_everywhere_short_ones_nowhere():
    redactor = Redactor()
    redactor.hide("top/secret", "abc")
    assert redactor.value({"text": "top/secret abc top%2Fsecret"}) == {"text": "*** abc ***"}
    assert redactor.body(b"x=top%2Fsecret") == b"x=***"


def test_no_secret_reaches_the_disk(tmp_path):
    recorder = Recorder(tmp_path / "r")
    recorder.hide("known-secret")
    recorder.describe(environment={"X": "known-secret"})
    recorder.event("exchange", url="http://h/?code=s3cret-1", request={"headers": {"Cookie": "a=s3cret-1"}})
    recorder.body(b'{"password":"s3cret-1","x":"known-secret"}')
    recorder.seal()
    stored = b"".join(path.read_bytes() for path in (tmp_path / "r").rglob("*") if path.is_file())
    assert b"s3cret-1" not in stored
    assert b"known-secret" not in stored
