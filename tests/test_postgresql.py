"""The database fixture gives a real PostgreSQL."""

import pytest
import sqlalchemy


@pytest.mark.slow
def test_a_real_postgresql_answers(postgresql: str) -> None:
    with sqlalchemy.create_engine(postgresql).connect() as connection:
        version = connection.execute(sqlalchemy.text("select version()")).scalar_one()
    assert version.startswith("PostgreSQL")
