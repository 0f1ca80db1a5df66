"""What a port operation answers, normalised: the same shape whatever the platform.

Times are ISO 8601 with offset as the service shows them (its own clock); amounts whole đồng; dossier
states the portal's codes 1–10. Unknown is ``None``, never a guess. Files travel as :class:`Blob`; the
recorder stores their bytes content-addressed and keeps the digest.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Result(BaseModel):
    """Base of every normalised result."""

    model_config = ConfigDict(extra="forbid")


class Blob(Result):
    """A file as received: its bytes, media type (from the answer's header) and file name."""

    content: bytes
    media_type: str = ""
    filename: str = ""


class Page(Result):
    """A page as a visitor sees it. ``text`` is the visible text, ``login_required`` when it asked to sign in."""

    url: str
    status: int
    title: str = ""
    text: str = ""
    login_required: bool = False


class TimeLimit(Result):
    value: int | None
    unit: str = Field(default="", description="working_days, days, working_hours; empty when not stated")


class Fee(Result):
    code: str = ""
    name: str
    kind: str = ""
    amount: int | None
    channel: str


class Method(Result):
    channel: str
    time_limit: TimeLimit
    description: str = ""


class Component(Result):
    code: str
    name: str
    form_name: str = ""
    originals: int | None = None
    copies: int | None = None


class ResultPaper(Result):
    code: str
    name: str


class LegalBasis(Result):
    number: str
    name: str


class Procedure(Result):
    """``read_procedure``: the procedure as the surface publishes it."""

    code: str
    name: str
    level: str = Field(default="", description="toan_trinh, mot_phan, thong_tin")
    decision: str = ""
    in_force: bool | None = None
    agency_code: str = ""
    agency_name: str = ""
    field_name: str = ""
    applicants: str = ""
    steps: str = ""
    requirements: str = ""
    methods: list[Method] = Field(default_factory=list)
    components: list[Component] = Field(default_factory=list)
    fees: list[Fee] = Field(default_factory=list)
    results: list[ResultPaper] = Field(default_factory=list)
    legal_basis: list[LegalBasis] = Field(default_factory=list)
    page: Page | None = None


class SearchHits(Result):
    """``search_procedures``: the codes found for a query."""

    query: str
    codes: list[str]


class FormLink(Result):
    component_code: str
    form_code: str
    title: str
    url: str
    format: str = ""


class Forms(Result):
    """``list_forms``."""

    forms: list[FormLink]


class Download(Result):
    """``download_form``, ``download_receipt``, ``download_result``."""

    status: int
    login_required: bool = False
    file: Blob | None = None


class Account(Result):
    """``sign_in``: who the service says is signed in."""

    subject: str
    name: str
    kind: Literal["citizen", "enterprise"]
    identifier: str = Field(description="personal number or enterprise code")


class FormField(Result):
    name: str
    label: str
    type: str = "text"
    required: bool = False
    choices: list[str] = Field(default_factory=list)
    prefilled: str | None = None
    locked: bool = False


class Slot(Result):
    """Where a component is handed in online."""

    component_code: str
    name: str
    required: bool = False
    upload: bool = Field(description="a file can be handed in online")
    generated: bool = Field(default=False, description="made by the service from the filled form")
    signature_required: bool = False
    paper_required: bool = Field(default=False, description="a structured flag asks for paper")
    note: str = ""


class Form(Result):
    """``open_form``: the interactive form for a procedure, reached from the portal's link."""

    procedure_code: str
    procedure_name: str = ""
    draft_id: str
    form_code: str = ""
    fields: list[FormField]
    slots: list[Slot]
    delivery: list[str] = Field(default_factory=list, description="electronic, post, counter")
    payment_step: bool = Field(default=False, description="the flow shows a payment step")
    upload_limit_bytes: int | None = None


class Draft(Result):
    """``save_draft``."""

    draft_id: str
    data: dict[str, str] = Field(default_factory=dict)


class Upload(Result):
    """``upload``: what the service says it stored."""

    file_id: str
    component_code: str
    filename: str
    size: int
    sha256: str = ""


class Rendered(Result):
    """``render_document``: the filled form as the PDF to sign."""

    component_code: str
    document: Blob


class Signed(Result):
    """``attach_signature``: the service took the signed document."""

    file_id: str
    component_code: str


class Receipt(Result):
    """``submit``: the acknowledgement. ``dossier_code`` may be empty when only a provisional number is given."""

    dossier_code: str
    submitted_at: str = ""
    status: str = ""
    text: str = ""


class Order(Result):
    """``start_payment``: the payment order opened for a dossier."""

    reference: str
    amount: int | None = None
    currency: str = ""
    pay_url: str = ""


class PublicTrack(Result):
    """``track_public``: what anybody sees with the dossier code."""

    dossier_code: str
    found: bool
    status: str = ""
    status_name: str = ""
    shown: list[str] = Field(default_factory=list, description="names of the fields shown")
    text: str = ""


class File(Result):
    file_id: str = ""
    component_code: str
    filename: str
    size: int
    sha256: str


class Payment(Result):
    """``state``: none, waiting, paid, failed, cancelled, refunded. ``bookings`` counts amounts booked."""

    state: str = "none"
    amount: int | None = None
    reference: str = ""
    paid_at: str = ""
    bookings: int = 0
    receipt: bool = False
    proof_upload_required: bool = False


class Notice(Result):
    """A notice to the applicant. ``kind``: receipt, supplement, refusal, stop, result, payment."""

    kind: str
    at: str
    text: str
    form: str = ""
    reason: str = ""
    paper_required: bool = False


class ResultState(Result):
    """``state``: none, signed, issued, delivered."""

    state: str = "none"
    code: str = ""
    name: str = ""
    number: str = ""
    filename: str = ""
    channel: str = ""


class Dossier(Result):
    """``track``, ``open_dossier``, and the answer of each officer action."""

    dossier_code: str
    procedure_code: str
    status: str
    status_name: str = ""
    channel: str = Field(default="", description="1 counter, 2 online, 3 post")
    applicant_name: str = ""
    applicant_id: str = ""
    data: dict[str, str] = Field(default_factory=dict)
    files: list[File] = Field(default_factory=list)
    submitted_at: str = ""
    received_at: str = ""
    due_at: str = ""
    time_limit: TimeLimit | None = None
    unit: str = ""
    delivery: str = ""
    payment: Payment = Field(default_factory=Payment)
    notices: list[Notice] = Field(default_factory=list)
    result: ResultState = Field(default_factory=ResultState)


class Queue(Result):
    """``list_queue``: the officer's list."""

    dossiers: list[str]


class LogEntry(Result):
    at: str
    actor: str
    role: str
    unit: str
    action: str
    from_status: str = ""
    to_status: str = ""
    note: str = ""


class Step(Result):
    id: str
    name: str
    role: str
    unit: str
    working_hours: int | None = None
    outside_system: bool = False


class Log(Result):
    """``read_log``: the dossier's step log and the process the engine is configured with."""

    dossier_code: str
    entries: list[LogEntry]
    process: list[Step] = Field(default_factory=list)


class Callback(Result):
    """``deliver``: what the service answered to a message the bench sent it on purpose."""

    status: int
    body: Any = None
