"""`takeover checklist graph`: the branches of a list as SVG or Mermaid."""

from __future__ import annotations

import click

from takeover.checklist.graph import build_graph, draw_mermaid, draw_svg
from takeover.cli.desk import Desk, with_desk, with_output
from takeover.cli.files import write_result
from takeover.cli.lists import load_wanted, with_checklist


@click.command("graph")
@click.option("--mermaid", is_flag=True, help="As Mermaid text instead of SVG.")
@with_checklist
@with_output
@with_desk
def command(desk: Desk, *, mermaid: bool, wanted: str) -> None:
    """Draw which questions hang on which setting or answer: as SVG, or as Mermaid text for a wiki.

    Without -o the picture is written to stdout.
    """
    checklist = load_wanted(wanted, desk.folder).in_language(desk.catalogue.language)
    graph = build_graph(checklist, desk.catalogue)
    text = draw_mermaid(graph) if mermaid else draw_svg(graph, desk.catalogue)
    if desk.output is None:
        desk.give(text, {"format": "mermaid" if mermaid else "svg", "text": text})
        return
    write_result(desk.output, text.encode(), force=desk.force)
    done = desk.text("cli.checklist.graph.done", file=desk.output, boxes=len(graph.boxes))
    desk.give(done, {"file": str(desk.output), "boxes": len(graph.boxes)})
