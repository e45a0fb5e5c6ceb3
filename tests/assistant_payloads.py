"""Attempts to make a server for assistants write, read files or reach a network; and the audit of what it did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

AUDIT = """
import os, sys
log = os.environ.get("AUDIT_LOG")
if log:
    number = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    def hook(event, args, write=os.write, number=number):
        if event in WATCHED:
            write(number, (event + "\\t" + repr(args)[:300].replace("\\n", " ") + "\\n").encode("utf-8", "replace"))
    WATCHED = frozenset((
        "open", "socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "urllib.Request",
        "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.remove", "os.rename", "os.mkdir",
        "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "shutil.rmtree", "shutil.move"))
    sys.addaudithook(hook)
"""


def payloads(secret: Path, address: str) -> list[str]:
    """Cypher by which such servers were made to read files, reach a network or write.

    Of the kinds of mcp-neo4j#296 (procedures that a planner calls reading), CodeGraphContext#883 (words beside a list
    of forbidden ones) and #1727 (procedures of any other name).
    """
    file = secret.as_uri()
    return [
        *(
            f"CALL apoc.load.{kind}('{place}') YIELD value RETURN value"
            for kind in ("json", "xml", "csv", "jsonArray", "jsonParams", "html", "arrow")
            for place in (file, address)
        ),
        *(
            f"CALL apoc.{one}"
            for one in (
                f"cypher.runFile('{file}')",
                "cypher.run('CREATE (n)', {})",
                "cypher.doIt('CREATE (n)', {})",
                f"export.csv.all('{secret}.csv', {{}})",
                "periodic.commit('CREATE (n)', {})",
                "util.sleep(100000)",
                f"import.json('{file}')",
                "trigger.add('t', 'CREATE (n)', {})",
            )
        ),
        f"RETURN apoc.load.json('{file}')",
        f"RETURN apoc.util.compress('{file}')",
        f"LOAD CSV FROM '{file}' AS line RETURN line",
        f"LOAD CSV WITH HEADERS FROM '{address}' AS line RETURN line",
        f"lOaD/**/CsV FROM '{file}' AS line RETURN line",
        f"MATCH (n) LOAD CSV FROM '{file}' AS l RETURN n, l",
        "MATCH (n) FOREACH (x IN [1] | CREATE (:Owned))",
        "CALL { CREATE (:Owned) }",
        "CALL { CREATE (:Owned) } IN TRANSACTIONS",
        "CALL () { CREATE (n:Owned) RETURN n } RETURN n",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n) detach\tdelete n",
        "EXPLAIN CREATE (:Owned)",
        "PROFILE CREATE (:Owned)",
        "RETURN 1; CREATE (:Owned)",
        "\\u0043REATE (:Owned)",
        "ＣＲＥＡＴＥ (:Owned)",
        "CRE/**/ATE (:Owned)",
        "// x\nCREATE (:Owned)",
        "CYPHER runtime=slotted CREATE (:Owned)",
        *(
            f"CALL {one}"
            for one in (
                "gds.graph.project('g', '*', '*')",
                "gds.graph.drop('g')",
                "gds.export('x')",
                "custom.write()",
                "genai.vector.encode('x', 'OpenAI', {})",
                "db.createLabel('Owned')",
                "db.clearQueryCaches()",
                "dbms.listConfig()",
                "dbms.components()",
                "dbms.killQueries([])",
                "tx.setMetaData({})",
                "jwt.security.createToken()",
                "db.index.fulltext.queryNodes('a', 'b')",
                "`apoc.load.json`('x')",
                "apoc . load . json('x')",
            )
        ),
        "SHOW USERS",
        "USE system SHOW DATABASES",
        "CREATE USER mallory SET PASSWORD 'x'",
        "DROP DATABASE neo4j",
        "SHOW SETTINGS",
        "CREATE INDEX FOR (n:Entity) ON (n.name)",
        "ALTER DATABASE neo4j SET ACCESS READ WRITE",
        "RETURN ai.text.chat('x')",
        f"RETURN file('{file}')",
        f"RETURN vector.embed('{address}')",
    ]


def arguments_that_try(secret: Path, address: str) -> list[tuple[str, dict[str, Any]]]:
    """Other tools, asked for files, addresses and too much."""
    places = [
        str(secret),
        secret.as_uri(),
        f"../../../../../../../..{secret}",
        address,
        f"@{secret}",
        f"|cat {secret}",
        f"$(cat {secret})",
        "/dev/stdin",
        "/proc/self/environ",
        "a\x00b",
        "%2e%2e%2fetc",
    ]
    tries: list[tuple[str, dict[str, Any]]] = []
    for place in places:
        tries += [
            ("regulators", {"table": place}),
            ("network", {"table": place, "regulators": [place]}),
            ("diagram", {"name": place}),
            ("diagram", {"around": place, "format": "svg"}),
            ("find", {"name": place}),
            ("describe", {"name": place}),
            ("upstream", {"name": place, "data_sets": [place]}),
            ("claims", {"ids": [place]}),
            ("contrast", {"first": place, "second": place}),
            ("verify", {"text": f"{place} raises BDNF ({place})."}),
            ("query", {"text": place}),
        ]
    tries.append(("query", {"text": "RETURN $a AS a", "parameters": {"a": places[1]}}))
    deep: Any = "x"
    for _ in range(100):
        deep = [deep]
    tries += [
        ("query", {"text": "RETURN $a AS a", "parameters": {"a": deep}}),
        ("find", {"name": {"$ne": None}}),
        ("find", {"name": "x" * 1_000_000}),
        ("claims", {"ids": ["P38"] * 100_000}),
        ("verify", {"text": "(" * 199_000}),
        ("regulators", {"table": "gene,change\n" + "BDNF,1\n" * 5_000}),
        ("upstream", {"name": "BDNF", "limit": 10**9}),
        ("query", {"text": "RETURN range(0, 1000000) AS r"}),
        ("query", {"text": "UNWIND range(1, 500) AS n RETURN n, 'x' AS x"}),
        ("query", {"text": "RETURN " + "(" * 5_000 + "1" + ")" * 5_000}),
        ("diagram", {"source": "imipramine", "target": "BDNF"}),
    ]
    return tries
