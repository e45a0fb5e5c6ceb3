"""The store for assistants that speak the Model Context Protocol (MCP): tools that only read, resources, prompts.

May import: `text`, `errors`, `model`, `identifiers`, `cypher`, `evidence`, `look`, `trace`, `stores`, `regulators`,
`diagrams`, `explorer`.
Not here: answers that no Python function gives.
"""
