// name: claims-by-certainty
// Claims of one certainty: asserted, one_study or hypothesis.
// param certainty: text = hypothesis -- asserted, one_study or hypothesis
MATCH (c:Claim {certainty: $certainty})-[:SUBJECT]->(subject:Entity)
MATCH (c)-[:OBJECT]->(object:Entity)
RETURN c.id AS claim, subject.name AS subject, c.relation AS relation, c.sign AS sign, object.name AS object,
       c.qualifier AS qualifier, c.statement AS statement
ORDER BY claim
