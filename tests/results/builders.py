"""Builders of projects and results."""

from typing import Any

from resources.results.models import Project, ProjectIndex, ProjectPartner, ProjectRegion, Result


def make_project(
    base: ProjectIndex, title: str, *, partners: tuple[tuple[str, str], ...] = (), region: str = "", **fields: Any
) -> Project:
    """A live project; ``partners`` are names and kinds."""
    project = Project(title=title, **fields)
    project.partnership = [ProjectPartner(name=name, kind=kind) for name, kind in partners]
    if region:
        project.regions = [ProjectRegion(region=region)]
    made: Project = base.add_child(instance=project)
    return made


def make_result(base: ProjectIndex, title: str, project: Project | None = None, **fields: Any) -> Result:
    """A live result."""
    made: Result = base.add_child(instance=Result(title=title, of_project=project, **fields))
    return made
