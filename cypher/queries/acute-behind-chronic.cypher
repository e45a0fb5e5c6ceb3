// name: acute-behind-chronic
// Reference numbers cited for a chronic claim that an acute claim on the same object or gene product cites as well.
// param source: text = imipramine -- data set
MATCH (one:Entity)<-[:OBJECT]-(chronic:Claim)-[:CITES]->(entry:Reference {source: $source})
      <-[:CITES]-(acute:Claim)-[:OBJECT]->(other:Entity)
WHERE chronic.course = 'chronic' AND acute.course = 'acute' AND chronic.subject = acute.subject
  AND chronic.sign = acute.sign AND chronic.sign <> 0
  AND (one.id = other.id OR EXISTS { (one)<-[:TRANSLATED_TO|TRANSCRIBED_TO]-(other) })
RETURN entry.number AS number, chronic.id AS chronic_claim, one.name AS chronic_on, acute.id AS acute_claim,
       other.name AS acute_on, acute.duration AS acute_duration
ORDER BY number, chronic_claim, acute_claim
