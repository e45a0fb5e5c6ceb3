"""Which regulators fit the changes: pandas and decoupler's univariate linear model."""

import sys

import decoupler
import pandas

net = pandas.read_csv(sys.argv[1], sep="\t").rename(columns={"sign": "weight"})[["source", "target", "weight"]]
net = net.drop_duplicates(["source", "target"])
data = pandas.read_csv(sys.argv[2], index_col="gene")[["log2FC"]].T
print(decoupler.mt.ulm(data=data, net=net, tmin=3)[0].shape)
