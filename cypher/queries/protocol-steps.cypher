// name: protocol-steps
// The steps of a protocol in order, with materials, settings, and what the text leaves out.
// param protocol: text = WB-pCREB -- a protocol
MATCH (protocol:Protocol {id: $protocol})-[:HAS_STEP]->(step:Step)
OPTIONAL MATCH (step)-[:USES]->(used:Entity)
WITH step, used ORDER BY used.id
RETURN step.number AS number, step.name AS step, step.action AS action, step.parameters AS parameters,
       collect(used.name) AS uses, step.gaps AS not_given
ORDER BY number
