"""Pools of ungraded results: written, graded, taken back."""

from pathlib import Path

import pytest

from tests.relevance import judgements, pooling
from tests.relevance.judgements import HALVES, load

OPEN = """# A comment.
- id: inflected-01
  query: "łóżek"
  grades:
    /a/: 2
- id: undiacritised-01
  query: "lozek"
  same_as: inflected-01
- id: nothing-01
  query: "żyrafa"
"""
FROZEN = """- id: title-01
  query: "Be"
  grades:
    /b/: 2
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(judgements, "FOLDER", tmp_path)
    monkeypatch.setattr(pooling, "FOLDER", tmp_path)
    (tmp_path / "open.yaml").write_text(OPEN, encoding="utf-8")
    (tmp_path / "frozen.yaml").write_text(FROZEN, encoding="utf-8")
    return tmp_path


def pooled(pool: Path, **urls: list[str]) -> int:
    """Writes what one searcher answers; the names of queries have an underscore for the hyphen."""
    queries = [query for half in HALVES for query in load(half)]
    answers = {query.id: {"urls": urls.get(query.id.replace("-", "_"), [])} for query in queries}
    return pooling.write(pool, queries, [answers], {"/c/": ("Ce", "Tekst")})


def test_a_pool_has_the_first_results_without_a_grade(folder: Path) -> None:
    pool = folder / "pool.tsv"
    far = [f"/x{number}/" for number in range(9)]
    assert pooled(pool, inflected_01=["/a/#2", "/c/"], undiacritised_01=["/d/"], title_01=["/b/", *far, "/y/"]) == 11
    assert pool.read_text(encoding="utf-8").splitlines()[:4] == [
        "# inflected-01\tłóżek",
        "?\t/c/\tCe\tTekst",
        "?\t/d/\t\t",
        "",
    ]


def test_grades_are_taken_and_nothing_is_pooled_twice(folder: Path) -> None:
    pool = folder / "pool.tsv"
    pool.write_text("# inflected-01\tłóżek\n1\t/c/\tCe\tTekst\n0\t/d/\t\t\n\n# title-01\tBe\n2\t/e/\t\t\n", "utf-8")
    assert pooling.take(pool) == 2
    assert (folder / "open.yaml").read_text(encoding="utf-8").startswith("# A comment.\n- id: inflected-01\n")
    graded = {query.id: dict(query.grades) for half in HALVES for query in load(half)}
    assert graded == {
        "inflected-01": {"/a/": 2, "/c/": 1},
        "undiacritised-01": {"/a/": 2, "/c/": 1},
        "nothing-01": {},
        "title-01": {"/b/": 2, "/e/": 2},
    }
    assert pooled(pool, inflected_01=["/c/", "/d/"], undiacritised_01=["/d/"], title_01=["/e/"]) == 0


@pytest.mark.parametrize(
    ("text", "error"),
    [("# title-01\tBe\n?\t/c/\t\t\n", "a grade is missing"), ("# title-09\tX\n", "no query title-09")],
)
def test_a_pool_that_cannot_be_taken_changes_nothing(folder: Path, text: str, error: str) -> None:
    (folder / "pool.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=error):
        pooling.take(folder / "pool.tsv")
    assert (folder / "frozen.yaml").read_text(encoding="utf-8") == FROZEN
