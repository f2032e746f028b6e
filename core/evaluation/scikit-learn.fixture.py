"""Writes scikit-learn.fixture.json: measures of small data sets, computed by scikit-learn and scipy.

    python -m venv venv && venv/bin/pip install scikit-learn scipy
    venv/bin/python core/evaluation/scikit-learn.fixture.py

The TypeScript measures must agree with them to 1e-12.
"""

import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy.stats import ks_2samp
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    average_precision_score,
    brier_score_loss,
    confusion_matrix,
    f1_score,
    fbeta_score,
    precision_recall_curve,
    precision_score,
    recall_score,
)


def rows(seed: int, count: int, fraud_share: float, decimals: int | None) -> dict:
    """Scores that separate frauds imperfectly; rounding them makes ties."""
    rng = np.random.default_rng(seed)
    is_fraud = (rng.random(count) < fraud_share).astype(int)
    is_fraud[:2] = 1
    log_odds = rng.normal(-2, 1.5, count) + 2.5 * is_fraud
    scores = 1 / (1 + np.exp(-log_odds))
    if decimals is not None:
        scores = np.round(scores, decimals)
    weights = np.where(is_fraud, 1.0, np.round(rng.uniform(0.5, 8, count), 2))
    return {"scores": scores, "isFraud": is_fraud, "weights": weights}


def confusion(is_fraud, scores, threshold, weights) -> dict:
    flagged = (scores >= threshold).astype(int)
    kept = {"sample_weight": weights, "zero_division": 0}
    return {
        "threshold": threshold,
        "matrix": confusion_matrix(is_fraud, flagged, labels=[0, 1], sample_weight=weights).ravel(),
        "precision": precision_score(is_fraud, flagged, **kept),
        "recall": recall_score(is_fraud, flagged, **kept),
        "f1": f1_score(is_fraud, flagged, **kept),
        "f2": fbeta_score(is_fraud, flagged, beta=2, **kept),
    }


def platt(is_fraud, scores, weights) -> dict:
    """Unpenalised logistic regression of Platt's smoothed targets on the log-odds.

    A row with target t enters twice: as fraud with weight t, as legitimate with weight 1 - t.
    """
    weights = np.ones(len(scores)) if weights is None else weights
    frauds, others = weights[is_fraud == 1].sum(), weights[is_fraud == 0].sum()
    target = np.where(is_fraud == 1, (frauds + 1) / (frauds + 2), 1 / (others + 2))
    kept = np.clip(scores, 1e-7, 1 - 1e-7)
    x = np.log(kept / (1 - kept)).reshape(-1, 1)
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-13, max_iter=1000)
    model.fit(
        np.vstack([x, x]),
        np.repeat([1, 0], len(x)),
        sample_weight=np.concatenate([weights * target, weights * (1 - target)]),
    )
    return {"slope": model.coef_[0, 0], "intercept": model.intercept_[0]}


def measure(name: str, data: dict, is_weighted: bool) -> dict:
    scores, is_fraud = data["scores"], data["isFraud"]
    weights = data["weights"] if is_weighted else None
    precision, recall, thresholds = precision_recall_curve(is_fraud, scores, sample_weight=weights)
    case = {
        "name": name,
        "scores": scores,
        "isFraud": is_fraud,
        "weights": weights,
        "averagePrecision": average_precision_score(is_fraud, scores, sample_weight=weights),
        "brier": brier_score_loss(is_fraud, scores, sample_weight=weights),
        "curve": {"threshold": thresholds, "precision": precision[:-1], "recall": recall[:-1]},
        "confusions": [confusion(is_fraud, scores, t, weights) for t in (0.1, 0.5, 0.999, 2.0)],
        "platt": platt(is_fraud, scores, weights),
    }
    if not is_weighted:
        case["calibration"] = {}
        for strategy in ("uniform", "quantile"):
            share, mean = calibration_curve(is_fraud, scores, n_bins=10, strategy=strategy)
            case["calibration"][strategy] = {"fraudShare": share, "meanScore": mean}
    return case


def distances() -> list[dict]:
    rng = np.random.default_rng(7)
    pairs = [
        (rng.normal(0, 1, 200), rng.normal(0.3, 1.2, 150)),
        (np.round(rng.normal(0, 1, 120), 1), np.round(rng.normal(0, 1, 90), 1)),
        (rng.random(50), rng.random(50) + 2),
    ]
    return [{"first": a, "second": b, "statistic": ks_2samp(a, b).statistic} for a, b in pairs]


def plain(value):
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(inner) for inner in value]
    return value.item() if isinstance(value, np.generic) else value


cases = [
    ("continuous scores", rows(1, 300, 0.1, None), False),
    ("continuous scores, weighted", rows(2, 300, 0.1, None), True),
    ("many ties", rows(3, 400, 0.2, 1), False),
    ("many ties, weighted", rows(4, 400, 0.2, 1), True),
    ("few frauds", rows(5, 500, 0.005, 3), False),
]
fixture = {
    "versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__},
    "cases": [measure(*case) for case in cases],
    "kolmogorovSmirnov": distances(),
}
path = pathlib.Path(__file__).with_name("scikit-learn.fixture.json")
path.write_text(json.dumps(plain(fixture)) + "\n")
