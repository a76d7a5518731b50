//! Looks on while events are judged, and proposes exceptions when the run ends.

use std::collections::BTreeMap;
use std::rc::Rc;

use falconet_diagnostics::Sources;
use falconet_engine::settings::RuleMatching;
use falconet_engine::{Environment, Limits, Observed, Observer, Settings, ShownLimits};
use falconet_event::catalogue::{Catalogue, Source, SourceKind};
use falconet_ruleset::typed::Expression;
use falconet_ruleset::{Rule, Ruleset};
use falconet_show::{FindError, Page, places};

use crate::alerts::{Alerts, Kept, TextId, Texts};
use crate::course::Course;
use crate::exception::yaml;
use crate::fields;
use crate::groups::groups;
use crate::limits::SuggestLimits;
use crate::propose::add;
use crate::render::{Form, render};
use crate::report::Report;
use crate::tuning::{Accepted, Tuned, Tuning};

/// A value has to be whole to be excepted.
const WHOLE: ShownLimits = ShownLimits {
    max_bytes: 4096,
    max_elements: 1,
};

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
    pub(crate) subject: Subject,
    pub(crate) options: Options,
    pub(crate) kind: SourceKind,
    /// What events are asked for.
    pub(crate) wanted: Vec<Expression>,
    pub(crate) texts: Texts,
    /// The places of the rules that were named; none for all.
    named: Vec<usize>,
    /// The places of the rules that take part, by their numbers: the order in which they are judged.
    places: Vec<usize>,
    /// By the numbers of the rules.
    rules: BTreeMap<usize, Alerts>,
    kept: Vec<Kept>,
    events: u64,
    /// Bytes that may still be kept.
    left: usize,
}

impl Suggester {
    /// Of these rules.
    pub fn new(subject: Subject, options: Options) -> Result<Self, FindError> {
        let named = places(&subject.ruleset, &options.rules)?;
        Ok(Self {
            named,
            kind: SourceKind::Silent,
            wanted: Vec::new(),
            texts: Texts::default(),
            places: Vec::new(),
            rules: BTreeMap::new(),
            kept: Vec::new(),
            events: 0,
            left: options.limits.bytes,
            subject,
            options,
        })
    }

    /// The places of the rules that were named.
    pub fn named(&self) -> &[usize] {
        &self.named
    }

    /// The events at these places.
    pub(crate) fn events_at(&self, places: &[usize]) -> Vec<&Kept> {
        let places = places.iter();
        places.filter_map(|place| self.kept.get(*place)).collect()
    }

    /// Whether a rule is named, or all are looked at.
    fn is_wanted(&self, place: usize) -> bool {
        self.named.is_empty() || self.named.contains(&place)
    }

    fn is_named(&self, number: usize) -> bool {
        let place = self.places.get(number);
        place.is_some_and(|place| self.is_wanted(*place))
    }

    fn rule(&self, number: usize) -> Option<&Rule> {
        self.subject.ruleset.rules.get(*self.places.get(number)?)
    }

    fn does_first_alone(&self) -> bool {
        self.subject.settings.rule_matching == RuleMatching::First
    }

    /// Counts an alert of a rule; whether it is to be kept.
    fn counted(&mut self, number: usize) -> bool {
        let alerts = self.rules.entry(number).or_default();
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

    /// Keeps an event, and that these rules raise alerts for it, if there is room.
    fn keep(&mut self, event: &mut Observed<'_>, raised: &[usize], matches: Vec<usize>) {
        let kept = Kept {
            values: Vec::new(),
            record: event.record().into(),
            moment: event.moment(),
            matches,
        };
        let Some(left) = self.left.checked_sub(kept.size()) else {
            return;
        };
        self.left = left;
        for number in raised {
            let alerts = self.rules.entry(*number).or_default();
            alerts.kept.push(self.kept.len());
        }
        let values = self.values(event);
        self.kept.push(Kept { values, ..kept });
    }

    /// The rules with the most alerts, by their numbers.
    fn noisiest(&self) -> Vec<usize> {
        let mut noisiest: Vec<(usize, u64)> = Vec::new();
        for (number, alerts) in &self.rules {
            let most = self.options.limits.rules;
            let one = (*number, alerts.count);
            add(&mut noisiest, one, most, &|one, other| other.1.cmp(&one.1));
        }
        noisiest.into_iter().map(|(number, _)| number).collect()
    }

    /// What there is to say, the noisiest rule first.
    fn reports(&self) -> Vec<Report> {
        let noisiest = self.noisiest();
        let mut in_order = noisiest.clone();
        in_order.sort_unstable();
        let mut course = Course::of(&self.kept);
        let tuned = in_order
            .iter()
            .map(|number| self.tuned(*number, &mut course));
        let mut tuned: Vec<Option<(Report, Vec<Accepted>)>> = tuned.collect();
        let reports = noisiest.into_iter().filter_map(|number| {
            let at = in_order.binary_search(&number).ok()?;
            let (report, accepted) = tuned.get_mut(at)?.take()?;
            Some(self.completed(report, accepted, &course))
        });
        reports.collect()
    }

    /// Finds exceptions for a rule, and has the events fall to others that they except.
    fn tuned(&self, number: usize, course: &mut Course<'_>) -> Option<(Report, Vec<Accepted>)> {
        let (rule, alerts) = (self.rule(number)?, self.rules.get(&number)?);
        let fallen = course.fallen_to(number);
        let alive = [&*alerts.kept, &*fallen].concat();
        let groups = groups(self, &self.events_at(&alive));
        let Tuned { accepted, end } = Tuning::new(self, rule).tuned(alive);
        for one in &accepted {
            course.except(&one.removed);
        }
        let report = Report {
            rule: rule.name.clone(),
            events: self.events,
            alerts: alerts.count,
            examined: alerts.kept.len(),
            gains: fallen.len(),
            groups,
            end,
            ..Report::default()
        };
        Some((report, accepted))
    }

    /// The report with its exceptions, and where the events that they remove went in the end.
    fn completed(&self, report: Report, accepted: Vec<Accepted>, course: &Course<'_>) -> Report {
        let looked_at = report.examined + report.gains;
        let additions = accepted.iter().map(|one| {
            let remark = format!("removes {} of {looked_at} alerts", one.removed.len());
            (&one.addition, remark)
        });
        let additions: Vec<_> = additions.collect();
        let yaml = if additions.is_empty() {
            String::new()
        } else {
            yaml(&report.rule, &additions)
        };
        let proposals = accepted.into_iter().map(|one| {
            let mut proposal = one.proposal;
            let raisers = one.removed.iter().filter_map(|event| course.raiser(*event));
            for rule in raisers.filter_map(|number| self.rule(number)) {
                *proposal.moves.entry(rule.name.clone()).or_default() += 1;
            }
            proposal
        });
        Report {
            proposals: proposals.collect(),
            yaml,
            ..report
        }
    }
}

impl Observer for Suggester {
    fn wanted(&mut self, source: &Source) -> Vec<Expression> {
        self.kind = source.kind;
        let rules = self.subject.ruleset.rules.iter().enumerate();
        let rules = rules
            .filter(|(place, _)| self.is_wanted(*place))
            .map(|(_, rule)| rule);
        self.wanted = fields::wanted(source, rules);
        self.wanted.clone()
    }

    fn event(&mut self, event: &mut Observed<'_>, _: &mut Vec<u8>) {
        if self.events == 0 {
            let numbers = 0..event.rules();
            self.places = numbers
                .filter_map(|number| event.position(number))
                .collect();
        }
        self.events += 1;
        let mut matches = event.matches();
        let mut raised = matches.clone();
        if self.does_first_alone() {
            raised.truncate(1);
        } else {
            matches.clear();
        }
        raised.retain(|number| self.is_named(*number));
        raised.retain(|number| self.counted(*number));
        if !raised.is_empty() {
            self.keep(event, &raised, matches);
        }
    }

    fn finish(&mut self) -> Option<String> {
        let reports = self.reports();
        Some(render(&reports, self.options.form, self.options.page))
    }
}
