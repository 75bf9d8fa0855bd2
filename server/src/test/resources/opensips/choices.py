"""Computes which node OpenSIPS' rtpengine module chooses for a call-id, apart from any program of this repository.

    python3 choices.py > choices.csv

A node is written name=weight; with a ! it is disabled. The rule: the low eight bits of the sum of the call-id's bytes,
modulo the total weight, are walked off over the list in order. If the walk ends at a disabled node, it starts anew, modulo
the weight of the enabled ones; all nodes take up weight in it.
"""

import random


def choose(call_id, nodes):
    key = sum(call_id.encode()) & 0xFF
    rest = key % sum(weight for _, weight, _ in nodes)
    for name, weight, enabled in nodes:
        if rest < weight:
            if enabled:
                return name
            break
        rest -= weight
    usable = sum(weight for _, weight, enabled in nodes if enabled)
    if not usable:
        return ""
    rest = key % usable
    for name, weight, enabled in nodes:
        if enabled and rest < weight:
            return name
        rest -= weight
    raise AssertionError


def main():
    rng = random.Random(2223)
    alphabet = "0123456789abcdefABCDEF-@.~\u00e9"
    for _ in range(2000):
        nodes = [
            (f"udp:10.0.0.{i}:2223", rng.choice([1, 1, 1, 2, 3, 10, 100]), rng.random() < 0.75)
            for i in range(1, rng.randint(2, 7))
        ]
        call_id = "".join(rng.choice(alphabet) for _ in range(rng.randint(1, 60)))
        listed = " ".join(f"{name}={weight}{'' if enabled else '!'}" for name, weight, enabled in nodes)
        print(f"{call_id},{listed},{choose(call_id, nodes)}")


main()
