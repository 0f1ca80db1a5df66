"""From judged checks to ``verdicts.json`` and ``junit.xml``."""

from harness.judging.document import document, write_document
from harness.judging.junit import junit

__all__ = ["document", "junit", "write_document"]
