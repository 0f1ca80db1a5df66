"""The load desk: an applicant's journey played by many, then the books compared.

``load/profiles`` says how many and how fast, ``load/plan`` does the arithmetic, ``load/run`` starts the bed and the
generator (``load/locustfile``, a child process and the only module that imports locust), ``load/verdict`` judges.
"""
