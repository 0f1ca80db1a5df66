"""Criteria, and the clauses that checks rest on. The letters of Article 13's points are unverified: we count them."""

from __future__ import annotations

TC1 = "TT01-2023.13.1.tc1"
TC2 = "TT01-2023.13.1.tc2"
TC3 = "TT01-2023.13.1.tc3"
TC4 = "TT01-2023.13.1.tc4"
TC5 = "TT01-2023.13.1.tc5"
RETURN = "RETURN"

ARTICLE_13 = "khoản 1 Điều 13 Thông tư số 01/2023/TT-VPCP"
INFORMATION = f"{ARTICLE_13} (yêu cầu thứ nhất)"
FORMS = f"{ARTICLE_13} (yêu cầu thứ hai)"
FILING = f"{ARTICLE_13} (yêu cầu thứ ba)"
PAYMENT = f"{ARTICLE_13} (yêu cầu thứ tư)"
PROCESSING = f"{ARTICLE_13} (yêu cầu thứ năm)"
RESULT = (
    "điểm a khoản 1 Điều 11 Nghị định số 42/2022/NĐ-CP; từ 01/7/2026: chính sách kế tục của thành phố (chưa xác minh)"
)

CONSISTENCY = "Điều 26 Nghị định số 63/2010/NĐ-CP"
CONSTITUENTS = "khoản 2 Điều 8 Nghị định số 63/2010/NĐ-CP"
DOSSIER_CODE = "Điều 19 Thông tư số 01/2018/TT-VPCP"
PERSONAL_DATA = "quy định về bảo vệ dữ liệu cá nhân"
