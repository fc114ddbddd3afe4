"""Clusters: which mentions are of one subject. A pure function of the links and of what people judged."""

from manumit.link.clusters.clustering import MISSING, Clustering, cluster

__all__ = ["MISSING", "Clustering", "cluster"]
