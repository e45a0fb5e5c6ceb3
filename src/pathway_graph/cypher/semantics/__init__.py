"""Which variables there are where in a query, and of what kind: `check` refuses what uses them wrongly.

`kinds` ← `scope` ← `expressions` ← `patterns` ← `clauses` ← `updates` ← `check`.
"""
