"""Train the reader: ``python training/train.py --bench FOLDER --out FOLDER`` (see ``training/README.md``)."""

import argparse
import json
import logging
import math
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from evaluate import measure
from heads import RELATIONS, labels_of_stage
from loss import losses_of, total_of
from model import Reader
from recipe import Recipe, first_stage, second_stage
from windows import Codec, Window, collate, make_batches

log = logging.getLogger("train")
HELD = "reports_held"

HEAD_RATE, WARM_UP, LAST_RATE, SAVE_EVERY_S = 1e-3, 0.06, 0.05, 300.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does; equal plans give equal runs on one machine."""

    stage: int
    epochs: int
    encoder_rate: float
    head_rate: float
    budget: int
    layers: int
    seed: int
    most_steps: int | None = None


@dataclass(slots=True)
class Place:
    """How far a run has come: ``batch`` batches of pass number ``epoch`` are done."""

    epoch: int = 0
    batch: int = 0
    step: int = 0


class Trainer:
    """One run over a recipe, which can stop at any step and go on from its last checkpoint."""

    def __init__(self, plan: Plan, recipe: Recipe, reader: Reader, out: Path) -> None:
        self._plan, self._recipe, self._reader, self._out = plan, recipe, reader, out
        self._labels = labels_of_stage(plan.stage)
        new = set(reader.encoder.sides.parameters())
        encoder = [parameter for parameter in reader.encoder.parameters() if parameter not in new]
        inner = {id(parameter) for parameter in encoder}
        heads = [parameter for parameter in reader.parameters() if id(parameter) not in inner]
        self._optimizer = torch.optim.AdamW(
            [
                {"params": encoder, "lr": plan.encoder_rate, "weight_decay": 0.01},
                {"params": heads, "lr": plan.head_rate, "weight_decay": 1e-4},
            ],
            betas=(0.9, 0.98),
        )
        passes = [sum(window.pieces for window in self._windows(epoch)) for epoch in range(plan.epochs)]
        self._pieces = sum(passes)
        self._steps = sum(len(self._batches(epoch)) for epoch in range(plan.epochs))
        log.info("%d passes, %d word pieces, %d steps", plan.epochs, self._pieces, self._steps)
        self._place = Place()
        self._rates = torch.optim.lr_scheduler.LambdaLR(self._optimizer, self._rate)

    def _rate(self, step: int) -> float:
        warm = WARM_UP * self._steps
        return min((step + 1) / max(1.0, warm), max(LAST_RATE, (self._steps - step) / max(1.0, self._steps - warm)))

    def _windows(self, epoch: int) -> list[Window]:
        return self._recipe.draw(np.random.default_rng([self._plan.seed, epoch]))

    def _batches(self, epoch: int) -> list[list[Window]]:
        return make_batches(self._windows(epoch), self._plan.budget, np.random.default_rng([self._plan.seed, epoch, 1]))

    def run(self) -> None:
        """Train from where the run stands to its end, measuring after each pass."""
        while self._place.epoch < self._plan.epochs:
            self._run_pass()
            if self._plan.most_steps and self._place.step >= self._plan.most_steps:
                self.save("last")
                break
            self._place = Place(self._place.epoch + 1, 0, self._place.step)
            self.save(f"epoch{self._place.epoch}")
            self.save("last")
            self._measure()

    def _run_pass(self) -> None:
        self._reader.train()
        batches = self._batches(self._place.epoch)
        sums, counts, pieces, begun, saved = Counter[str](), Counter[str](), 0, time.monotonic(), time.monotonic()
        for windows in batches[self._place.batch :]:
            batch = collate(windows, self._labels)
            for name, loss in self._step(batch).items():
                sums[name] += loss
                counts[name] += 1
            pieces += batch.pieces
            self._place.batch += 1
            self._place.step += 1
            if self._place.step % 50 == 0 or self._place.step == 10:
                speed = pieces / (time.monotonic() - begun)
                left = (self._steps - self._place.step) * self._pieces / self._steps / speed
                means = " ".join(f"{name} {sums[name] / counts[name]:.3f}" for name in sums)
                log.info(
                    "step %d/%d, %.0f pieces/s, %.0f min left: %s",
                    self._place.step,
                    self._steps,
                    speed,
                    left / 60,
                    means,
                )
            if self._place.step % 200 == 0:
                sums.clear()
                counts.clear()
            if time.monotonic() - saved > SAVE_EVERY_S:
                self.save("last")
                saved = time.monotonic()
            if self._plan.most_steps and self._place.step >= self._plan.most_steps:
                break

    def _step(self, batch: Any) -> dict[str, float]:
        with torch.autocast("cpu", torch.bfloat16):
            outputs = self._reader(batch.ids, batch.case, batch.side, batch.first, batch.mask)
            losses = losses_of(self._reader, outputs, batch)
        self._optimizer.zero_grad()
        total = total_of(losses)
        total.backward()
        if not math.isfinite(total.item()):
            raise FloatingPointError(f"the loss is {total.item()} at step {self._place.step}")
        torch.nn.utils.clip_grad_norm_(self._reader.parameters(), 1.0)
        self._optimizer.step()
        self._rates.step()
        return {name: loss.item() for name, loss in losses.items()}

    def _measure(self) -> None:
        last = self._place.epoch == self._plan.epochs
        for name, windows in self._recipe.tests.items():
            if self._plan.stage == 2 and not last and (name != HELD or self._place.epoch % 4):
                continue  # passes are short here, and what the public sets say hardly moves
            scores = measure(self._reader, windows, self._labels, RELATIONS, 4000)
            line = {"stage": self._plan.stage, "epoch": self._place.epoch, "set": name, "scores": scores}
            with (self._out / "scores.jsonl").open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(line) + "\n")
            log.info("epoch %d, %s: %s", self._place.epoch, name, json.dumps(scores))

    def save(self, name: str) -> None:
        """Write a checkpoint; a half-written file never takes the place of a whole one."""
        path = self._out / f"{name}.pt"
        state = {
            "labels": self._labels,
            "relations": RELATIONS,
            "layers": self._plan.layers,
            "stage": self._plan.stage,
            "place": (self._place.epoch, self._place.batch, self._place.step),
            "random": torch.get_rng_state(),
            "reader": self._reader.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "rates": self._rates.state_dict(),
        }
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint of the same plan."""
        state = torch.load(path, weights_only=True)
        self._reader.load_state_dict(state["reader"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._rates.load_state_dict(state["rates"])
        torch.set_rng_state(state["random"])
        self._place = Place(*state["place"])
        log.info("going on from step %d", self._place.step)


def start_from(reader: Reader, path: Path) -> None:
    """Take the weights of an earlier stage; heads that it had not stay as they are."""
    weights = torch.load(path, weights_only=True)["reader"]
    missing = reader.load_state_dict(weights, strict=False).missing_keys
    log.info("from %s; new: %s", path, ", ".join(missing) or "nothing")


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, help="folder of the public sets (ud/, ner/, re3d/, muc/)")
    parser.add_argument("--reports", type=Path, help="own annotated reports, JSON lines: second stage")
    parser.add_argument("--held", type=Path, help="own reports that only measure")
    parser.add_argument("--init", type=Path, help="checkpoint of the first stage, for the second")
    parser.add_argument("--out", type=Path, help="folder for checkpoints and scores (else a new one in /tmp)")
    parser.add_argument("--resume", action="store_true", help="go on from last.pt in --out")
    parser.add_argument("--smoke", action="store_true", help="a tiny network, a few steps, the reports of the checkout")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--rate", type=float, help="learning rate of the encoder")
    parser.add_argument("--budget", type=int, help="word pieces in a batch; by default 2300, in the second stage 1600")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, help="documents of each set, for a trial")
    return parser.parse_args()


def export_reports(folder: Path) -> Path:
    """Rows of the checkout's own development reports, for a run without any other text."""
    # Not at the top: only a smoke run needs the project itself.
    from contactline.cli.annotated import export

    rows = folder / "reports.jsonl"
    annotated = Path(__file__).parent.parent / "annotated"
    export.main([str(annotated), "--split", "dev", "--out", str(rows)], standalone_mode=False)
    return rows


def make_plan(options: argparse.Namespace) -> Plan:
    """The plan that the command line asks for."""
    if options.smoke:
        return Plan(2, 3, 1e-3, 1e-3, 1000, 1, options.seed, most_steps=20)
    if options.reports:
        return Plan(2, options.epochs or 16, options.rate or 2e-4, 1.5e-3, options.budget or 1600, 6, options.seed)
    return Plan(1, options.epochs or 5, options.rate or 2e-4, HEAD_RATE, options.budget or 2300, 6, options.seed)


def main() -> None:
    """Run the stage that the command line asks for."""
    options = parse_arguments()
    options.out = options.out or Path(tempfile.mkdtemp(prefix="contactline-train-"))
    options.out.mkdir(parents=True, exist_ok=True)
    if options.smoke and not options.reports:
        options.reports = export_reports(options.out)
    handlers = [logging.StreamHandler(), logging.FileHandler(options.out / "train.log")]
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", handlers=handlers)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    plan = make_plan(options)
    codec = Codec(labels_of_stage(plan.stage), RELATIONS)
    if plan.stage == 1:
        recipe = first_stage(options.bench, codec, options.limit)
    else:
        recipe = second_stage(options.reports, options.held, options.bench, codec, options.limit)
    reader = Reader(labels_of_stage(plan.stage), RELATIONS, plan.layers)
    if options.init:
        start_from(reader, options.init)
    elif not options.smoke:
        reader.load_pretrained()
    trainer = Trainer(plan, recipe, reader, options.out)
    if options.resume:
        trainer.resume(options.out / "last.pt")
    trainer.run()


if __name__ == "__main__":
    main()
