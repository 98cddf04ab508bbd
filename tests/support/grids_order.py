"""Lists of items and rows of cosines on which the losses are compared with their formulas.

Which numbers the ulps are of, where the problem is ill-conditioned: a difference of two scores is
rounded by half an ulp of its own, which moves a softmax probability p by p·|difference| ulps,
whoever computes it; a sum of terms of both signs is measured in ulps of their sizes.
"""

import math
from functools import partial

import numpy as np
from oracle import Accuracy, log_uniform
from scipy.special import expit, logsumexp, softmax

from lossbook import (
    am_softmax,
    arcface,
    info_nce,
    lambdarank,
    listmle,
    listnet,
    normface,
    pairwise_hinge,
    ranknet,
    sphereface,
)

# --- lists ----------------------------------------------------------------------------------------


def lists(rng, dtype, *, items, graded):
    """Return relevances (with at least two grades a list) and scores: ordinary, tied, confident."""
    shape, top = (15, items), 300 if dtype == np.float64 else 37
    s = [3 * rng.normal(size=shape), 300 * rng.normal(size=shape), 1e3 + rng.normal(size=shape)]
    s += [np.round(rng.normal(size=shape)), np.round(200 * rng.normal(size=shape)) / 64]
    s += [log_uniform(rng, -top, top, shape)]
    lead = 50.0 * np.arange(items)[::-1]
    s = np.concatenate([*s, np.stack([lead, -lead, 10 * lead, 0 * lead])]).astype(dtype)
    if graded:
        y = rng.integers(0, 4, s.shape)
        y[:, 0] = (y[:, 1] + 1) % 4
    else:
        y = np.abs(rng.normal(size=s.shape)) * 10.0 ** rng.uniform(-3, 1, (len(s), 1))
    y[-4:] = np.arange(items)[::-1]
    return y.astype(dtype), s


def _pairs(y, s):
    """Return the better and the worse items of all pairs, and the lead in score of the former."""
    better, worse = np.nonzero(y[:, None] > y)
    return better, worse, s[better] - s[worse]


def _swap(y, s, better, worse):
    def rank(a):
        return np.argsort(np.argsort(-a, kind="stable")) + 1

    ideal = np.sum((2.0**y - 1) / np.log2(1 + rank(y)))
    discount = 1 / np.log2(1 + rank(s))
    return (2.0 ** y[better] - 2.0 ** y[worse]) * np.abs(discount[better] - discount[worse]) / ideal


def pair_scale(kind, order):
    """Measure in ulps of the terms of the pairs, and of what a rounded lead moves in them."""

    def scale(y, s, true):
        y, s = y.astype(float), s.astype(float)
        better, worse, lead = _pairs(y, s)
        share = _swap(y, s, better, worse) if kind == "lambdarank" else 1 / len(lead)
        if kind == "hinge":
            terms = [share * (1 + np.abs(lead)), share + 0 * lead, 0 * lead][order]
        else:
            steep = share * expit(-lead)
            bend = steep * expit(lead)
            moved = [steep, bend, bend][order] * np.abs(lead)
            terms = [share * np.logaddexp(0, -lead), steep, bend][order] + moved
        if order == 0:
            return [float(np.sum(terms))]
        met = np.zeros(len(s))
        np.add.at(met, better, terms)
        np.add.at(met, worse, terms)
        return [*map(float, met)]

    return scale


def _moved(p, gap):
    """Return by how many ulps of 1 a rounded gap to the largest score moves each probability."""
    off = 1 - np.eye(len(p))
    return p * (gap * (off @ p) + off @ (p * gap))


def listnet_scale(order):
    """Measure in ulps of p and q, and of what rounded differences move in them."""

    def scale(y, s, true):
        y, s = y.astype(float), s.astype(float)
        p, q, gap = softmax(s), softmax(y), s.max() - s
        q_moved = q + _moved(q, y.max() - y)
        if order == 0:
            return [float(q_moved @ (logsumexp(s) - s) + p @ gap + float(true[0]))]
        off = 1 - np.eye(len(p))
        p_moved = p + _moved(p, gap)
        return [*map(float, p_moved + q_moved if order == 1 else p * (off @ p) + _moved(p, gap))]

    return scale


def listmle_scale(order):
    """Measure in ulps of the terms of the stages, and of what rounded differences move in them."""

    def scale(y, s, true):
        s = s.astype(float)
        turn = np.argsort(-y.astype(float), kind="stable")
        value, terms = 0.0, np.zeros(len(s))
        for k in range(len(s)):
            left = turn[k:]
            p, gap = softmax(s[left]), s[left].max() - s[left]
            not_p = (1 - np.eye(len(p))) @ p
            value += logsumexp(s[left]) - s[turn[k]] + p @ gap
            pull = np.where(left == turn[k], not_p, p) if order == 1 else p * not_p
            terms[left] += pull + _moved(p, gap)
        return [float(value)] if order == 0 else [*map(float, terms)]

    return scale


# --- angles ---------------------------------------------------------------------------------------


def similarities(rng, dtype, *, classes):
    """Return labels and similarities: ordinary, near, equal, far apart."""
    shape = (20, classes)
    s = [
        rng.uniform(-1, 1, shape),
        30 * rng.normal(size=shape),
        0.9 + 1e-6 * rng.normal(size=shape),
    ]
    s += [np.round(4 * rng.normal(size=shape)) / 4]
    s = np.concatenate(s).astype(dtype)
    return rng.integers(0, classes, len(s)), s


def cosines(rng, dtype, *, classes, margin):
    """Return labels and cosines: ordinary, near ±1 and 0, near π − m, equal but for an ulp."""
    shape = (15, classes)
    c = [rng.uniform(-1, 1, shape), 1 - 10.0 ** rng.uniform(-16, 0, shape)]
    c += [10.0 ** rng.uniform(-16, 0, shape) - 1, 10.0 ** rng.uniform(-16, 0, shape)]
    c += [
        np.cos(np.pi - margin + 1e-7 * rng.normal(size=shape)),
        0.9 + 1e-10 * rng.normal(size=shape),
    ]
    c = np.concatenate(c).astype(dtype)
    t = rng.integers(0, classes, len(c))
    inside = np.abs(c[np.arange(len(c)), t]) < 1  # at ±1 derivatives have limits, tested apart
    return t[inside], c[inside]


def _target(kind, c, m):
    """Return the target logit and the sizes of the terms of it and of its two derivatives."""
    sine = math.sqrt((1 - c) * (1 + c))
    if kind == "arcface":
        more, sharp = math.sin(m) / sine, math.sin(m) / sine**3
        return math.cos(math.acos(c) + m), 1.0, abs(math.cos(m)) + abs(c) * more, sharp
    if kind == "sphereface":
        theta = math.acos(c)
        k = math.floor(m * theta / math.pi)
        return math.cos(m * theta - k * math.pi) - 2 * k, m**2, m**2, m**4
    return c - m, abs(c - m), 1.0, 0.0


def angle_scale(kind, order, *, margin=0.0, scale=1.0, temperature=1.0):
    """Measure in ulps of the terms, and of what the rounding of gaps and of the target moves.

    A probability below the normal numbers is rounded before it is multiplied by the scale.
    """

    def of(t, c, true):
        tiny = float(np.finfo(c.dtype).tiny)
        k, c = scale / temperature, c.astype(float)
        target, rounded, slope, bend = _target(kind, c[t], margin) if kind else (c[t], 0, 1, 0)
        u = c.copy()
        u[t] = target
        p, gap = softmax(k * u), k * (u.max() - u)
        gap[t] += k * rounded
        not_p, moved = (1 - np.eye(len(p))) @ p, _moved(p, gap)
        if order == 0:
            return [float(true[0]) + float(p @ gap) + float(not_p[t] * gap[t])]
        if order == 1:
            terms = k * (p + moved + tiny * k)
            terms[t] = k * (not_p[t] + moved[t] + tiny * k) * slope
        else:
            terms = k**2 * (p * not_p + moved + tiny * k)
            terms[t] = k**2 * (p * not_p + moved + tiny * k)[t] * slope**2
            terms[t] += k * (not_p[t] + moved[t] + tiny * k) * bend
        return [*map(float, terms)]

    return of


# --- the table ------------------------------------------------------------------------------------

RANKING = {
    **{
        f"{loss.__name__} n={items} {'grades' if graded else 'real'}": Accuracy(
            loss,
            partial(lists, items=items, graded=graded),
            bounds,
            {"margin": 1.0} if loss is pairwise_hinge else {},
            scale,
            curvature,
        )
        for loss, scale, items, graded, bounds, curvature in (
            (ranknet, partial(pair_scale, "ranknet"), 2, True, (1.5, 2, 2, 2), (2, 2)),
            (ranknet, partial(pair_scale, "ranknet"), 4, False, (2, 3, 2.5, 2.5), (2.5, 2.5)),
            (pairwise_hinge, partial(pair_scale, "hinge"), 4, True, (2, 0.5, 1.5, 0.5), (0, 0)),
            (lambdarank, partial(pair_scale, "lambdarank"), 2, False, (3.5, 3, 5.5, 4.5), (3, 4.5)),
            (lambdarank, partial(pair_scale, "lambdarank"), 3, True, (3, 3, 6, 5.5), (3, 5.5)),
            (listnet, listnet_scale, 2, True, (2, 2.5, 1.5, 2.5), (2, 2)),
            (listnet, listnet_scale, 5, False, (1.5, 3.5, 1.5, 3.5), (3, 3)),
            (listmle, listmle_scale, 2, True, (1.5, 2, 2, 2), (2, 2)),
            (listmle, listmle_scale, 4, True, (2, 2.5, 2.5, 2.5), (2.5, 3.5)),
        )
    }
}

ANGULAR = {
    f"{loss.__name__} C={classes} {parameters}": Accuracy(
        loss,
        partial(similarities, classes=classes)
        if loss is info_nce
        else partial(cosines, classes=classes, margin=parameters.get("margin", 0.5) % math.pi),
        bounds,
        parameters,
        partial(angle_scale, kind, **parameters),
        curvature,
    )
    for loss, kind, classes, parameters, bounds, curvature in (
        (info_nce, None, 2, {"temperature": 0.0625}, (1.5, 2, 1.5, 1.5), (2, 2)),
        (info_nce, None, 5, {"temperature": 0.1}, (2, 2.5, 1.5, 2.5), (3.5, 3)),
        (normface, None, 5, {"scale": 30.0}, (2, 3, 2, 3.5), (3.5, 3)),
        (
            am_softmax,
            "am_softmax",
            2,
            {"margin": 0.35, "scale": 30.0},
            (1.5, 2.5, 1, 2),
            (1.5, 1.5),
        ),
        (am_softmax, "am_softmax", 5, {"margin": 0.35, "scale": 30.0}, (1.5, 3, 1.5, 3), (4, 3)),
        (arcface, "arcface", 2, {"margin": 0.5, "scale": 64.0}, (1.5, 2.5, 1, 2.5), (5.5, 4)),
        (arcface, "arcface", 5, {"margin": 0.1, "scale": 10.0}, (1.5, 3.5, 1.5, 2), (3.5, 3.5)),
        (sphereface, "sphereface", 2, {"margin": 4, "scale": 1.0}, (1.5, 3, 1.5, 3), (3.5, 3.5)),
        (sphereface, "sphereface", 5, {"margin": 3, "scale": 8.0}, (1.5, 3, 1.5, 3), (3.5, 2.5)),
    )
}
