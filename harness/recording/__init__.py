"""The recording of a drive: a folder that is written once, sealed, and only read afterwards.

``run.json`` (what was driven), ``events.ndjson`` (what happened, one JSON object a line), ``bodies/`` (bytes by
SHA-256) and ``manifest.json`` (the seal over the other three). Judging needs nothing but this folder.
"""

from harness.recording.errors import RecordingError
from harness.recording.reader import Recording, open_recording
from harness.recording.seal import FORMAT
from harness.recording.writer import Recorder

__all__ = ["FORMAT", "Recorder", "Recording", "RecordingError", "open_recording"]
