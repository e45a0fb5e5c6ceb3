"""The parts of the campaign; a new one is one line here."""

from __future__ import annotations

from typing import Final

from campaign import cuts, damaged, full_disk, kills, malformed, queries, readers, sharing
from campaign.trials import Part

PARTS: Final[dict[str, Part]] = {
    one.name: one
    for one in (
        Part("kills", "Kill (SIGKILL) a first load, a load, a small load, a large load, an import or a removal at any "
             "step that touches the store's files",
             "the store holds the old or the new, the new if that was acknowledged; the same again ends where "
             "it should, and leaves no debris", kills.trials, short=6, full=120),
        Part("damages", "Flip, zero, cut, empty, lengthen, delete or exchange files of a store, five questions each",
             "each question is answered as before, or refused with the place and the way out",
             damaged.trials, short=6, full=120),
        Part("full-disk", "Load onto a disk with too little room, or just enough",
             "the store is unchanged, the message says that no space is left, and with room the same load works",
             full_disk.trials, short=2, full=16),
        Part("malformed", "Import files that are spoiled or made up, of every format that is read",
             "exit code 0 or 3; a refusal names the file and the place, and changes nothing; no traceback; not "
             f"more than {malformed.SECONDS} s of processor time and {malformed.MEGABYTES} MB of memory for a file"
             " below 400 KB",
             malformed.trials, short=100, full=5_000),
        Part("queries", "Ask the embedded store, the explorer and the assistants' tool to write, to read files, to "
             "connect, to use up the machine",
             "refused in one line or ended in time; nothing is changed; the next question is answered",
             queries.trials, short=40, full=600),
        Part("bolt", "Send the same texts to the copy that `serve --bolt` serves",
             "the store itself is unchanged and the server lives", queries.over_bolt, short=20, full=120),
        Part("readers", "Read in two other processes while data sets are loaded",
             "each reads the whole of one state that was loaded: never nothing, never parts of two",
             readers.trials, short=6, full=100),
        Part("sharing", "Kill a publication to a shared folder, or a pull from it, at any step that touches files",
             "readers get the whole of the old or of the new; the same again ends where it should",
             sharing.trials, short=4, full=40),
        Part("neo4j-queries", "Send the same texts to a Neo4j server, through the store",
             "refused in one line or ended in time; nothing is changed", queries.on_neo4j, short=20, full=200,
             needs_server=True),
        Part("neo4j-cuts", "Cut the connection to a Neo4j server after any number of bytes, in a load or a question, "
             "for once or for good",
             "the database holds the old or the new, the new if that was acknowledged; exit code 0 or 4; "
             "the address is named, and nothing of the driver's own is printed",
             cuts.trials, short=6, full=60, needs_server=True),
    )
}  # fmt: skip
