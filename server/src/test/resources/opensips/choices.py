"""Computes which nodes OpenSIPS' rtpengine module asks for a call-id, apart from any program of this repository.

    python3 choices.py > choices.csv

A node is written name=weight and what it does: nothing if it takes the call, ! if it is disabled, ~ if it does not answer,
? if it refuses for being full. What follows is the order in which nodes are asked.

The rule: the low eight bits of the sum of the call-id's bytes, modulo the total weight, are walked off over the list in
order. If the walk ends at a node that can't be asked, it starts anew, modulo the weight of those that can. Those that are
disabled take up no weight in that second walk; those that have refused this request do. Who does not answer is disabled.
"""

import random


def choose(call_id, nodes):
    """Chooses from triples of name, weight and state: "" if it can be asked, "disabled", or "refused"."""
    key = sum(call_id.encode()) & 0xFF
    usable = sum(weight for _, weight, state in nodes if not state)
    if not usable:
        return ""
    rest = key % sum(weight for _, weight, _ in nodes)
    for name, weight, state in nodes:
        if rest < weight:
            if not state:
                return name
            break
        rest -= weight
    rest = key % usable
    for name, weight, state in nodes:
        if state != "disabled":
            if not state and rest < weight:
                return name
            rest -= weight
    raise AssertionError


def order(call_id, nodes):
    """Asks nodes, which are triples of name, weight and what they do."""
    states = {name: "disabled" if does == "!" else "" for name, _, does in nodes}
    asked = []
    while True:
        name = choose(call_id, [(name, weight, states[name]) for name, weight, _ in nodes])
        if not name:
            return asked
        asked.append(name)
        does = next(does for other, _, does in nodes if other == name)
        if not does:
            return asked
        states[name] = "disabled" if does == "~" else "refused"


def main():
    rng = random.Random(2223)
    alphabet = "0123456789abcdefABCDEF-@.~\u00e9"
    for _ in range(2000):
        nodes = [
            (f"udp:10.0.0.{i}:2223", rng.choice([1, 1, 1, 2, 3, 10, 100]), rng.choice(["", "", "", "!", "?", "~"]))
            for i in range(1, rng.randint(2, 7))
        ]
        call_id = "".join(rng.choice(alphabet) for _ in range(rng.randint(1, 60)))
        listed = " ".join(f"{name}={weight}{does}" for name, weight, does in nodes)
        print(f"{call_id},{listed},{' '.join(order(call_id, nodes))}")


main()
