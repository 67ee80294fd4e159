"""The table of heads: what the reader answers for every word, and which sets teach it."""

from dataclasses import dataclass


def _split(names: str) -> tuple[str, ...]:
    return tuple(names.split())


UPOS = _split("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X")
XPOS = _split(
    "$ '' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW GW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP PRP$ "
    "RB RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB ``"
)
RELATIONS = _split(
    "acl acl:relcl advcl advcl:relcl advmod amod appos aux aux:pass case cc cc:preconj ccomp compound compound:prt "
    "conj cop csubj csubj:outer csubj:pass dep det det:predet discourse dislocated expl fixed flat goeswith iobj list "
    "mark nmod nmod:desc nmod:poss nmod:unmarked nsubj nsubj:outer nsubj:pass nummod obj obl obl:agent obl:unmarked "
    "orphan parataxis punct reparandum root vocative xcomp"
)
ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
DOMAIN = _split("Location MilPlatform Money Nationality Organisation Person Quantity Temporal Vehicle Weapon")
ACTS = _split(
    "accuses admits appeals claims_responsibility commits condemns declines denies finds notifies observes "
    "partly_denies regrets reports_enemy_loss reports_own_loss shows_evidence states threatens warns"
)
KINDS = _split(
    "air_strike armed_clash capture ceasefire ceasefire_violation drone_strike explosion ground_attack "
    "human_shielding killing mine_explosion mistreatment monitoring obstruction rocket_attack shelling shootdown "
    "small_arms_fire sniper_fire territory_change unspecified"
)
MODALITIES = ("conditional", "future", "general", "hedged", "negated", "reported")
OUTCOMES = ("captured", "killed", "missing", "wounded")
CLAIM_ROLES = ("Actor", "Damage", "Means", "Place", "PlaceFrom", "Target", "Time")
STATUSES = ("civilian", "military")
PARTIES = ("first", "second", "third")

IGNORED = -100
"""The label of a word that nobody annotated for a head, as ``torch.nn.functional.cross_entropy`` wants it."""


@dataclass(frozen=True, slots=True)
class Head:
    """One linear layer over word vectors.

    Args:
        name: key of the tags in a row and name of the output.
        types: labels of spans (``bio``) or of words.
        stage: the stage of training in which the head first learns.
        taught_by: the sets that carry its tags, for the reader of this table.
        bio: whether the types are spans, written as ``B-`` and ``I-`` tags with ``O`` between.
        weight: of its loss. Rare spans leave a small loss, which the parser's would drown.
    """

    name: str
    types: tuple[str, ...]
    stage: int
    taught_by: tuple[str, ...]
    bio: bool = True
    weight: float = 1.0

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels in the order of the outputs; ``O`` first for spans."""
        if not self.bio:
            return self.types
        return ("O", *(f"{part}-{kind}" for kind in self.types for part in "BI"))


HEADS = (
    Head("upos", UPOS, 1, ("ewt", "gum"), bio=False),
    Head("xpos", XPOS, 1, ("ewt", "gum"), bio=False),
    Head("ner", ("LOC", "ORG", "PER"), 1, ("ewt dev", "gum", "wikigold", "crossner")),
    Head("dom", DOMAIN, 1, ("re3d", "reports"), weight=1.5),
    Head("cue", ("Source", "Cue"), 1, ("gum", "reports"), weight=2.0),
    Head("content", ("Content",), 1, ("gum", "reports")),
    *(Head(role, (role,), 1, ("muc",), weight=3.0) for role in ROLES),
    Head("event", KINDS, 2, ("reports",), weight=3.0),
    Head("act", ACTS, 2, ("reports",)),
    Head("modality", MODALITIES, 2, ("reports",)),
    Head("cas", OUTCOMES, 2, ("reports",), weight=3.0),
    Head("arole", CLAIM_ROLES, 2, ("reports",), weight=2.0),
    Head("status", STATUSES, 2, ("reports",), weight=2.0),
    Head("party", PARTIES, 2, ("reports",), weight=2.0),
)


def labels_of_stage(stage: int) -> dict[str, tuple[str, ...]]:
    """Labels of every head that has begun to learn by ``stage``, by name in the order of the outputs."""
    return {head.name: head.labels for head in HEADS if head.stage <= stage}
