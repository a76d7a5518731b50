//! A search for an event that meets goals: the fields are given values one after another, each judged by the engine, and
//! where a later field cannot be as it should, an earlier one gets its next value.

use std::collections::BTreeMap;

use falconet_event::catalogue::{Conversion, Extraction, Source, SourceKind};
use falconet_lint::aws;
use falconet_ruleset::typed::{Expression, ExpressionKind, Leaf, Test};

use crate::base::identity;
use crate::json::Json;
use crate::judge::{Judge, Verdict};
use crate::limits::WitnessLimits;
use crate::place::Placing;
use crate::values::{Ask, Value};
use crate::ways::{Goal, Way};

/// What some fields may be beside what they are in an event that is begun with.
const USUAL: [(&str, &[&str]); 13] = [
    ("ct.error", &["AccessDenied", "ThrottlingException"]),
    ("ct.region", &["eu-west-1", "us-west-2"]),
    ("ct.srcip", &["198.51.100.9", "203.0.113.7"]),
    ("ct.useragent", &["Boto3/1.34.0", "aws-cli/2.15.0"]),
    ("ct.user", &["mallory", "bob"]),
    (
        "ct.user.identitytype",
        &[
            "IAMUser",
            "AssumedRole",
            "Root",
            "AWSService",
            "AWSAccount",
            "FederatedUser",
        ],
    ),
    (
        "ct.src",
        &["ec2.amazonaws.com", "s3.amazonaws.com", "iam.amazonaws.com"],
    ),
    ("okta.actor.alternateid", &["mallory@example.com"]),
    ("okta.client.ip", &["198.51.100.9"]),
    ("okta.result", &["FAILURE", "SUCCESS"]),
    ("github.user", &["mallory"]),
    ("gcp.user", &["mallory@example.com"]),
    ("gcp.callerIP", &["198.51.100.9"]),
];

/// An event, and what the engine says of it.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) event: Json,
    pub(crate) verdict: Verdict,
}

/// How far a search came.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    /// How many groups of goals were not met, this one and those behind it.
    pub(crate) left: usize,
    /// The goal that could not be met.
    pub(crate) goal: Goal,
    /// The event in which everything before it is.
    pub(crate) found: Found,
    /// How many changes of it were tried.
    pub(crate) tried: usize,
}

/// The goals of one expression.
#[derive(Debug, Default)]
struct Group {
    goals: Vec<Goal>,
}

/// What a search is about.
pub(crate) struct Solver<'s, 'j> {
    pub(crate) judge: &'s mut Judge<'j>,
    pub(crate) leaves: &'s [&'s Leaf],
    pub(crate) source: &'s Source,
    pub(crate) limits: WitnessLimits,
    /// How far the search came at its best.
    pub(crate) farthest: Option<Attempt>,
    /// Whether there were more values than are proposed.
    pub(crate) is_cut: bool,
    /// Events that may still be judged for the way at hand.
    left: usize,
}

impl<'s, 'j> Solver<'s, 'j> {
    pub(crate) fn new(
        judge: &'s mut Judge<'j>,
        leaves: &'s [&'s Leaf],
        source: &'s Source,
        limits: WitnessLimits,
    ) -> Self {
        Self {
            judge,
            leaves,
            source,
            limits,
            farthest: None,
            is_cut: false,
            left: 0,
        }
    }

    /// An event that meets all goals of a way, made from another.
    pub(crate) fn way(&mut self, from: &Found, way: &Way) -> Option<Found> {
        let groups = self.groups(from, &way.goals);
        self.left = (self.limits.max_evaluations / self.limits.way_share.max(1)).max(1);
        self.groups_from(from, &groups, 0)
    }

    /// Another event in which these goals are met, of which all are about one expression.
    pub(crate) fn alternatives(
        &mut self,
        from: &Found,
        goals: &[Goal],
        mut take: impl FnMut(&mut Self, Found) -> bool,
    ) {
        let group = Group {
            goals: goals.to_vec(),
        };
        for event in self.events(from, &group) {
            if let Some(found) = self.judged(event)
                && group.is_met(&found.verdict)
                && take(self, found)
            {
                return;
            }
        }
    }

    pub(crate) fn judged(&mut self, event: Json) -> Option<Found> {
        let verdict = self.judge.event(&event)?;
        Some(Found { event, verdict })
    }

    /// Goals by their expressions: single fields before those that are made of several.
    fn groups(&self, from: &Found, goals: &[Goal]) -> Vec<Group> {
        let mut groups: BTreeMap<(u8, usize), Group> = BTreeMap::new();
        let mut order: Vec<usize> = Vec::new();
        for goal in goals {
            let test = from.verdict.tests.get(goal.test);
            let expression = test.map_or(usize::MAX, |test| test.expression);
            let place = order.iter().position(|one| *one == expression);
            let place = place.unwrap_or_else(|| {
                order.push(expression);
                order.len() - 1
            });
            let rank = self.leaves.get(goal.test).map_or(0, |leaf| self.rank(leaf));
            groups.entry((rank, place)).or_default().goals.push(*goal);
        }
        groups.into_values().collect()
    }

    fn rank(&self, leaf: &Leaf) -> u8 {
        let own = rank(&leaf.left, self.source);
        match &leaf.test {
            Test::CompareExpression(_, right) => own.max(rank(right, self.source)).max(4) + 1,
            _ => own,
        }
    }

    /// Recursion goes as deep as there are groups, which is as many as a way has fields.
    fn groups_from(&mut self, from: &Found, groups: &[Group], at: usize) -> Option<Found> {
        let Some(group) = groups.get(at) else {
            return Some(from.clone());
        };
        if group.is_met(&from.verdict)
            && let Some(found) = self.groups_from(from, groups, at + 1)
        {
            return Some(found);
        }
        let mut tried = 0;
        for event in self.events(from, group) {
            if self.left == 0 {
                self.judge.note_spent();
                break;
            }
            (self.left, tried) = (self.left - 1, tried + 1);
            let Some(found) = self.judged(event) else {
                continue;
            };
            let done = groups.iter().take(at + 1);
            if done.clone().all(|group| group.is_met(&found.verdict))
                && let Some(found) = self.groups_from(&found, groups, at + 1)
            {
                return Some(found);
            }
        }
        self.note(groups.len() - at, group, from, tried);
        None
    }

    /// Keeps what went wrong when most was right.
    fn note(&mut self, left: usize, group: &Group, from: &Found, tried: usize) {
        let before = self.farthest.as_ref();
        if before.is_some_and(|before| before.left <= left) {
            return;
        }
        let mut goals = group.goals.iter();
        if let Some(goal) = goals.find(|goal| from.verdict.holds(goal.test) != goal.holds) {
            self.farthest = Some(Attempt {
                left,
                goal: *goal,
                found: from.clone(),
                tried,
            });
        }
    }

    /// Events in which the expression of a group has another value.
    fn events(&mut self, from: &Found, group: &Group) -> Vec<Json> {
        let leaves = self.leaves;
        let leaf = |goal: &Goal| leaves.get(goal.test).copied();
        let Some(first) = group.goals.iter().find_map(leaf) else {
            return Vec::new();
        };
        let placing = Placing {
            source: self.source,
            event: &from.event,
        };
        let mut events = Vec::new();
        for goal in &group.goals {
            if let Some(Test::CompareExpression(_, right)) = leaf(goal).map(|leaf| &leaf.test) {
                events.extend(compared(placing, *goal, &from.verdict, &first.left, right));
            }
        }
        let of = |holds: bool| group.goals.iter().filter(move |goal| goal.holds == holds);
        let ask = Ask {
            met: of(true).filter_map(leaf).collect(),
            unmet: of(false).filter_map(leaf).collect(),
            usual: self.usual(&first.left, &from.event),
            most: self.limits.max_values,
        };
        let proposed = ask.proposed();
        self.is_cut |= proposed.is_cut;
        for value in proposed.values {
            events.extend(self.with_identity(&first.left, &value, &from.event));
            events.extend(placing.events(&first.left, &value));
        }
        events
    }

    /// The event with another kind of identity, and all that belongs to that, if it is what a value says.
    fn with_identity(&self, expression: &Expression, value: &Value, event: &Json) -> Option<Json> {
        let Value::One(kind) = value else {
            return None;
        };
        let user =
            identity(kind, usual_name(kind)).filter(|_| self.is_kind_of_identity(expression))?;
        let mut event = event.clone();
        event.set(&["userIdentity"], user);
        Some(event)
    }

    /// Values that the field of an event usually has.
    fn usual(&self, expression: &Expression, event: &Json) -> Vec<&'static str> {
        if let Some((_, values)) = USUAL.iter().find(|(name, _)| *name == expression.text) {
            return values.to_vec();
        }
        let path = self.path(expression);
        if self.source.kind != SourceKind::CloudTrail || path != Some(&["eventName"]) {
            return Vec::new();
        }
        let catalogue = aws::Catalogue::builtin();
        let source = event.text_at(&["eventSource"]).unwrap_or_default();
        let all = catalogue.sources().flat_map(aws::Source::names);
        catalogue.names(&source).chain(all).collect()
    }

    fn is_kind_of_identity(&self, expression: &Expression) -> bool {
        self.source.kind == SourceKind::CloudTrail
            && self.path(expression) == Some(&["userIdentity", "type"])
    }

    fn path(&self, expression: &Expression) -> Option<&'static [&'static str]> {
        match &expression.kind {
            ExpressionKind::Field(field) => match self.source.spec(field).extraction {
                Extraction::Path(path, Conversion::Text) => Some(path),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Who does things as that kind of identity.
fn usual_name(kind: &str) -> &'static str {
    match kind {
        "AWSService" => "ec2.amazonaws.com",
        "AssumedRole" => "deploy",
        _ => "alice",
    }
}

impl Group {
    fn is_met(&self, verdict: &Verdict) -> bool {
        self.goals
            .iter()
            .all(|goal| verdict.holds(goal.test) == goal.holds)
    }
}

/// Events in which one side of a comparison has the value of the other, or both have the same.
fn compared(
    placing: Placing<'_>,
    goal: Goal,
    verdict: &Verdict,
    left: &Expression,
    right: &Expression,
) -> Vec<Json> {
    let value = |values: &[Option<falconet_engine::ShownValue>]| {
        let value = values.get(goal.test).cloned().flatten()?;
        let texts = value.texts.into_iter();
        let mut texts = texts.map(|text| String::from_utf8_lossy(&text).into_owned());
        Some(if value.is_list {
            Value::Many(texts.collect())
        } else {
            Value::One(texts.next().unwrap_or_default())
        })
    };
    let mut events = Vec::new();
    if let Some(other) = value(&verdict.others) {
        for value in around(&other) {
            events.extend(placing.events(left, &value));
        }
    }
    if let Some(own) = value(&verdict.values) {
        for value in around(&own) {
            events.extend(placing.events(right, &value));
        }
    }
    for text in ["example", "1"] {
        let same = Value::One(text.to_owned());
        for event in placing.events(left, &same) {
            let placing = Placing {
                event: &event,
                ..placing
            };
            events.extend(placing.events(right, &same));
        }
    }
    events
}

/// A value, and others near it.
fn around(value: &Value) -> Vec<Value> {
    let mut values = vec![value.clone()];
    if let Value::One(text) = value {
        if let Ok(number) = text.parse::<u64>() {
            let near = [number.saturating_add(1), number.saturating_sub(1)];
            values.extend(near.map(|number| Value::One(number.to_string())));
        }
        values.push(Value::One(format!("{text}-x")));
    }
    values
}

/// How many parts of an event an expression is made of: what is made of few is settled first.
fn rank(expression: &Expression, source: &Source) -> u8 {
    match &expression.kind {
        ExpressionKind::Constant(_) => 0,
        ExpressionKind::Field(field) => match source.spec(field).extraction {
            Extraction::Path(_, Conversion::Json) => 4,
            Extraction::Path(..) => 0,
            Extraction::JsonPointer => 1,
            Extraction::JsonDocument => 5,
            Extraction::JsonRawTime | Extraction::Generic(_) => 3,
            _ => 2,
        },
        ExpressionKind::Transform { arguments, .. } | ExpressionKind::List(arguments) => {
            let each = arguments.iter().map(|one| rank(one, source));
            each.max().unwrap_or(0)
        }
    }
}
