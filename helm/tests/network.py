"""Works out what a set of NetworkPolicies lets through, as Kubernetes defines it."""
from chart import matches


def _peer(peers, labels):
    """Whether a rule's peers take pods of the same namespace with these labels."""
    if not peers:
        return True
    return any(
        "podSelector" in peer and "namespaceSelector" not in peer
        and matches(peer["podSelector"], labels) for peer in peers)


def _port(ports, number, names):
    return not ports or any(p["port"] == number or names.get(p["port"]) == number for p in ports)


class Network:
    def __init__(self, policies):
        self.policies = policies

    def _allows(self, direction, own, other, number, names):
        mine = [p["spec"] for p in self.policies
                if matches(p["spec"]["podSelector"], own) and direction in p["spec"]["policyTypes"]]
        if not mine:
            return True
        key, peers = ("egress", "to") if direction == "Egress" else ("ingress", "from")
        return any(
            _peer(rule.get(peers), other) and _port(rule.get("ports"), number, names)
            for spec in mine for rule in spec.get(key) or [])

    def passes(self, source, target, number, names):
        """Whether a pod with labels `source` reaches port `number` of one with labels `target`, whose
        ports bear `names`. Labels of None: somebody outside the release."""
        return (source is None or self._allows("Egress", source, target or {}, number, {})) and (
            target is None or self._allows("Ingress", target, source or {}, number, names))
