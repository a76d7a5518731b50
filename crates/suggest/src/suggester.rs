//! Looks on while events are judged, and proposes exceptions when the run ends.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use falconet_diagnostics::Sources;
use falconet_engine::settings::RuleMatching;
use falconet_engine::{Environment, Limits, Observed, Observer, Settings, ShownLimits};
use falconet_event::catalogue::{Catalogue, Source, SourceKind};
use falconet_ruleset::typed::Expression;
use falconet_ruleset::{Rule, Ruleset};
use falconet_show::{FindError, Page, find};

use crate::alerts::{Alert, Alerts, TextId, Texts};
use crate::exception::{Addition, Form as ValueForm, takes_values, yaml};
use crate::fields;
use crate::limits::SuggestLimits;
use crate::propose::{Candidate, FieldSet, add, candidates};
use crate::render::{Form, render};
use crate::report::{Counted, Group, Proposal, Report};
use crate::trial::Trial;

/// A value has to be whole to be excepted.
const WHOLE: ShownLimits = ShownLimits {
    max_bytes: 4096,
    max_elements: 1,
};
/// Values that are tried in vain before no more are.
const MOST_TRIES: usize = 16;

/// What is to be suggested.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Names of rules, or parts of names that no other rule has; without any, all that take part.
    pub rules: Vec<String>,
    /// How it is written.
    pub form: Form,
    /// The page that text is for.
    pub page: Page,
    /// Bounds.
    pub limits: SuggestLimits,
}

/// The rules, and what they are loaded and run with.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The rules.
    pub ruleset: Rc<Ruleset>,
    /// The files that they come from.
    pub sources: Sources,
    /// Fields and sources.
    pub catalogue: Catalogue,
    /// Falco's configuration.
    pub settings: Settings,
    /// The machine.
    pub environment: Environment,
    /// Bounds of the engine.
    pub limits: Limits,
}

/// Looks on while events are judged, and proposes exceptions when the run ends.
#[derive(Debug)]
pub struct Suggester {
    subject: Subject,
    options: Options,
    /// The places of the rules that were named; nothing for all.
    named: Option<Vec<usize>>,
    kind: SourceKind,
    wanted: Vec<Expression>,
    texts: Texts,
    /// By the places of the rules.
    rules: BTreeMap<usize, Alerts>,
    events: u64,
    /// Bytes that may still be kept.
    left: usize,
}

impl Suggester {
    /// Of these rules.
    pub fn new(subject: Subject, options: Options) -> Result<Self, FindError> {
        let place = |name: &String| {
            let found = find(&subject.ruleset, name)?;
            let mut rules = subject.ruleset.rules.iter();
            Ok(rules
                .position(|rule| rule.name == found.name)
                .unwrap_or_default())
        };
        let named = options
            .rules
            .iter()
            .map(place)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            named: Some(named).filter(|named| !named.is_empty()),
            kind: SourceKind::Silent,
            wanted: Vec::new(),
            texts: Texts::default(),
            rules: BTreeMap::new(),
            events: 0,
            left: options.limits.bytes,
            subject,
            options,
        })
    }

    /// The rules that were named.
    pub fn named(&self) -> impl Iterator<Item = &Rule> {
        let places = self.named.iter().flatten();
        places.filter_map(|place| self.subject.ruleset.rules.get(*place))
    }

    fn is_named(&self, place: usize) -> bool {
        self.named
            .as_ref()
            .is_none_or(|named| named.contains(&place))
    }

    /// Counts an alert of a rule; whether it is to be kept.
    fn counted(&mut self, place: usize) -> bool {
        let alerts = self.rules.entry(place).or_default();
        alerts.count += 1;
        alerts.kept.len() < self.options.limits.alerts
    }

    fn values(&mut self, event: &mut Observed<'_>) -> Vec<Option<TextId>> {
        let mut values = Vec::with_capacity(self.wanted.len());
        for at in 0..self.wanted.len() {
            let shown = event.wanted(at, WHOLE);
            let one = shown.filter(|value| !value.is_list && value.left_out == 0);
            let text =
                one.and_then(|value| String::from_utf8(value.texts.into_iter().next()?).ok());
            values.push(text.and_then(|text| self.texts.number(&text)));
        }
        values
    }
}

impl Observer for Suggester {
    fn wanted(&mut self, source: &Source) -> Vec<Expression> {
        self.kind = source.kind;
        let rules = self.subject.ruleset.rules.iter().enumerate();
        let rules = rules
            .filter(|(place, _)| self.is_named(*place))
            .map(|(_, rule)| rule);
        self.wanted = fields::wanted(source, rules);
        self.wanted.clone()
    }

    fn event(&mut self, event: &mut Observed<'_>, _: &mut Vec<u8>) {
        self.events += 1;
        let matches = event.matches().into_iter();
        let places = matches.filter_map(|number| event.position(number));
        let mut raised: Vec<usize> = places.collect();
        let mut next = None;
        if event.matching() == RuleMatching::First {
            next = raised.get(1).copied();
            raised.truncate(1);
        }
        raised.retain(|place| self.is_named(*place));
        raised.retain(|place| self.counted(*place));
        if !raised.is_empty() && event.record().len() <= self.left {
            self.left -= event.record().len();
            let alert = Alert {
                values: self.values(event),
                record: Rc::from(event.record()),
                next,
            };
            for place in raised {
                self.rules
                    .entry(place)
                    .or_default()
                    .kept
                    .push(alert.clone());
            }
        }
    }

    fn finish(&mut self) -> Option<String> {
        let mut noisy: Vec<(&usize, &Alerts)> = Vec::new();
        for rule in &self.rules {
            let most = self.options.limits.rules;
            add(&mut noisy, rule, most, &|(_, one), (_, other)| {
                other.count.cmp(&one.count)
            });
        }
        let noisy = noisy.into_iter();
        let reports = noisy.filter_map(|(place, alerts)| {
            let rule = self.subject.ruleset.rules.get(*place)?;
            Some(Tuning::new(self, rule).report(alerts))
        });
        let reports: Vec<Report> = reports.collect();
        Some(render(&reports, self.options.form, self.options.page))
    }
}

/// An addition that does what it should, the alerts that it removes, and those that are left.
type Tried<'a> = (Addition, Vec<&'a Alert>, Vec<&'a Alert>);

/// One rule that is looked at.
struct Tuning<'t> {
    suggester: &'t Suggester,
    rule: &'t Rule,
    trial: Trial<'t>,
    sets: Vec<FieldSet>,
}

impl<'t> Tuning<'t> {
    fn new(suggester: &'t Suggester, rule: &'t Rule) -> Self {
        let Subject {
            sources,
            catalogue,
            settings,
            environment,
            limits,
            ..
        } = &suggester.subject;
        Self {
            suggester,
            rule,
            trial: Trial {
                sources,
                catalogue,
                settings,
                environment,
                limits: *limits,
            },
            sets: sets(suggester, rule),
        }
    }

    fn report(&self, alerts: &Alerts) -> Report {
        let all: Vec<&Alert> = alerts.kept.iter().collect();
        // An alert that rests on the events before it says nothing alone.
        let fires = self
            .trial
            .fires(&self.rule.name, "", &all)
            .unwrap_or_default();
        let alive = all
            .into_iter()
            .zip(fires)
            .filter_map(|(alert, fires)| fires.then_some(alert));
        let alive: Vec<&Alert> = alive.collect();
        let (examined, groups) = (alive.len(), self.groups(&alive));
        let accepted = self.accepted(alive);
        Report {
            rule: self.rule.name.clone(),
            events: self.suggester.events,
            alerts: alerts.count,
            examined,
            groups,
            yaml: self.yaml(&accepted, examined),
            proposals: accepted.into_iter().map(|(_, proposal)| proposal).collect(),
        }
    }

    /// Exceptions that did what they were meant to, the best first.
    fn accepted(&self, mut alive: Vec<&Alert>) -> Vec<(Addition, Proposal)> {
        let mut accepted: Vec<(Addition, Proposal)> = Vec::new();
        let limits = self.suggester.options.limits;
        while accepted.len() < limits.proposals {
            let texts = &self.suggester.texts;
            let all = candidates(&alive, &self.sets, texts, limits.least, MOST_TRIES);
            let mut tried = all
                .into_iter()
                .filter_map(|one| self.tried(&one, &accepted, &alive));
            let Some((addition, removed, left)) = tried.next() else {
                break;
            };
            let proposal = self.proposal(&addition, &removed, left.len());
            accepted.push((addition, proposal));
            alive = left;
        }
        accepted
    }

    /// The alerts that an exception removes beside those before it, and those that are left; nothing if it does not do what
    /// it should.
    fn tried<'a>(
        &self,
        candidate: &Candidate,
        accepted: &[(Addition, Proposal)],
        alive: &[&'a Alert],
    ) -> Option<Tried<'a>> {
        let set = self.sets.get(candidate.set)?;
        self.additions(candidate, set)
            .into_iter()
            .find_map(|addition| {
                let before = accepted.iter().map(|(one, _)| (one, String::new()));
                let all: Vec<_> = before.chain([(&addition, String::new())]).collect();
                let added = yaml(&self.rule.name, &all);
                let fires = self.trial.fires(&self.rule.name, &added, alive)?;
                let meant = alive.iter().map(|alert| !candidate.has(set, alert));
                if !fires.iter().copied().eq(meant) {
                    return None;
                }
                let (left, removed) = alive.iter().partition(|alert| !candidate.has(set, alert));
                Some((addition, removed, left))
            })
    }

    /// The ways to write a candidate: as values of an exception that is there, or as a new one.
    fn additions(&self, candidate: &Candidate, set: &FieldSet) -> Vec<Addition> {
        let texts = &self.suggester.texts;
        let values: Vec<String> = candidate
            .values
            .iter()
            .map(|value| texts.text(*value).to_owned())
            .collect();
        let exception = set.exception.as_ref();
        let exception =
            exception.and_then(|name| self.rule.exceptions.iter().find(|one| one.name == *name));
        if let Some(exception) = exception {
            let forms = [ValueForm::Rows, ValueForm::Flat];
            return forms
                .map(|form| Addition::to(exception, form, values.clone()))
                .into();
        }
        let columns = set
            .columns
            .iter()
            .filter_map(|at| self.suggester.wanted.get(*at));
        let fields = columns.map(|field| field.text.clone()).collect();
        vec![Addition::new(self.rule, fields, values)]
    }

    fn proposal(&self, addition: &Addition, removed: &[&Alert], remains: usize) -> Proposal {
        let rules = &self.suggester.subject.ruleset.rules;
        let mut moves = BTreeMap::new();
        for alert in removed {
            if let Some(next) = alert.next.and_then(|place| rules.get(place)) {
                *moves.entry(next.name.clone()).or_default() += 1;
            }
        }
        Proposal {
            exception: addition.name.clone(),
            exists: addition.is_there,
            fields: addition.fields.clone(),
            values: addition.values.clone(),
            removes: removed.len(),
            remains,
            moves,
        }
    }

    fn yaml(&self, accepted: &[(Addition, Proposal)], examined: usize) -> String {
        if accepted.is_empty() {
            return String::new();
        }
        let additions = accepted.iter().map(|(addition, proposal)| {
            let remark = format!("removes {} of {examined} alerts", proposal.removes);
            (addition, remark)
        });
        yaml(&self.rule.name, &additions.collect::<Vec<_>>())
    }

    /// What alerts have in common, field by field.
    fn groups(&self, alerts: &[&Alert]) -> Vec<Group> {
        let shown = fields::shown(self.suggester.kind);
        let columns = self.suggester.wanted.iter().enumerate();
        let columns = columns.filter(|(_, field)| shown.contains(&&*field.text));
        let groups = columns.map(|(column, field)| Group {
            field: field.text.clone(),
            ..self.group(column, alerts)
        });
        groups.filter(|group| !group.values.is_empty()).collect()
    }

    fn group(&self, column: usize, alerts: &[&Alert]) -> Group {
        let mut counts: HashMap<TextId, usize> = HashMap::new();
        for value in alerts
            .iter()
            .filter_map(|alert| alert.values.get(column).copied().flatten())
        {
            *counts.entry(value).or_default() += 1;
        }
        let mut values: Vec<Counted> = Vec::new();
        for (value, alerts) in counts {
            let one = Counted {
                value: self.suggester.texts.text(value).to_owned(),
                alerts,
            };
            let most = self.suggester.options.limits.values;
            add(&mut values, one, most, &|one, other| {
                let by_count = other.alerts.cmp(&one.alerts);
                by_count.then_with(|| one.value.cmp(&other.value))
            });
        }
        let shown: usize = values.iter().map(|one| one.alerts).sum();
        Group {
            field: String::new(),
            values,
            others: alerts.len() - shown,
        }
    }
}

/// The fields that an exception for a rule may test together: those of its own exceptions, and those of its source.
fn sets(suggester: &Suggester, rule: &Rule) -> Vec<FieldSet> {
    let column = |name: &str| suggester.wanted.iter().position(|field| field.text == name);
    let own = rule
        .exceptions
        .iter()
        .filter(|one| takes_values(one) && fields::say_who(suggester.kind, &one.fields))
        .map(|one| {
            let columns = one.fields.iter().map(|name| column(name));
            (columns.collect::<Option<Vec<_>>>(), Some(one.name.clone()))
        });
    let known = fields::sets(suggester.kind).iter().map(|names| {
        let columns = names.iter().map(|name| column(name));
        (columns.collect::<Option<Vec<_>>>(), None)
    });
    let sets = own.chain(known).filter_map(|(columns, exception)| {
        Some(FieldSet {
            columns: columns?,
            exception,
        })
    });
    sets.collect()
}
