// name: cross-talk
// Where two cascades meet: entities that both diagrams show, and causal edges from one to the other.
// param first: text = D2 -- a diagram
// param second: text = D4 -- another diagram
CALL () {
  MATCH (a:Diagram {id: $first})-[:SHOWS]->(shared:Entity)<-[:SHOWS]-(b:Diagram {id: $second})
  RETURN 'shared entity' AS what, shared.id AS source, null AS relation, shared.id AS target, null AS sign
  UNION
  MATCH (a:Diagram {id: $first})-[:SHOWS]->(s:Entity)-[r]->(t:Entity)<-[:SHOWS]-(b:Diagram {id: $second})
  WHERE r.sign IS NOT NULL AND NOT (a)-[:SHOWS]->(t) AND NOT (b)-[:SHOWS]->(s)
  RETURN 'edge across' AS what, s.id AS source, r.relation AS relation, t.id AS target, r.sign AS sign
}
RETURN what, source, relation, target, sign
ORDER BY what, source, target
