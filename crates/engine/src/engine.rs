//! Batches of bytes in, alerts out.

mod pieces;
mod unwrapping;
mod watch;

use falconet_event::Acceptance;
use falconet_event::catalogue::{Catalogue, Source, SourceId, SourceKind};
use falconet_event::records::{Ahead, Piece, Shape, Sink, Splitter};
use falconet_ruleset::Ruleset;
use falconet_ruleset::select::select;

use crate::alert::AlertTemplate;
use crate::matcher::Matcher;
use crate::moments::{Moment, Moments};
use crate::observed::Observer;
use crate::operators::RegexError;
use crate::profile::{Profile, Profiler};
use crate::program::{Event, Program, ProgramBuilder, Scanned, Scratch};
use crate::settings::{SettingError, Settings};
use crate::{BatchResult, Limits, Problem, source_choice};
use unwrapping::{At, Unwrapping};
use watch::Watch;

pub use pieces::{Pieces, Record};

/// What the machine says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// `hostname` of alerts.
    pub hostname: String,
    /// `evt.hostname`, unless `plugins_hostinfo` is off.
    pub evt_hostname: String,
    /// Offset from UTC of local times.
    pub utc_offset_seconds: i32,
}

/// Why no engine can be made.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// A setting makes no sense.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// The source that was asked for does not exist.
    #[error("event source `{0}` does not exist")]
    UnknownSource(String),
    /// There is no source to choose from.
    #[error("no rule and no setting says whose events the input has")]
    NoSource,
    /// A pattern is too large.
    #[error("rule `{rule}`: {cause}")]
    Regex {
        /// Name of the rule.
        rule: String,
        /// What is wrong with the pattern.
        cause: RegexError,
    },
}

/// Judges the events of one source by the enabled rules of that source.
#[derive(Debug)]
pub struct Engine {
    splitter: Splitter,
    judge: Judge,
    source: SourceId,
    has_text_alerts: bool,
}

/// Everything but the splitter, which lends the judge its records.
#[derive(Debug)]
struct Judge {
    program: Program,
    moments: Moments,
    max_problems: usize,
    scratch: Scratch,
    problems: usize,
    matcher: Matcher,
    watch: Watch,
    unwrapping: Unwrapping,
}

impl Engine {
    /// Compiles the enabled rules of the chosen source.
    ///
    /// The source is `source` of the settings if given, else the only one that enabled rules have, else
    /// `aws_cloudtrail`.
    pub fn new(
        ruleset: &Ruleset,
        catalogue: &Catalogue,
        settings: &Settings,
        environment: &Environment,
        limits: Limits,
    ) -> Result<Self, EngineError> {
        Self::compile(ruleset, catalogue, settings, environment, limits, None)
    }

    /// The same, for an observer who is shown the events in place of raising alerts.
    pub fn observed(
        ruleset: &Ruleset,
        catalogue: &Catalogue,
        settings: &Settings,
        environment: &Environment,
        limits: Limits,
        observer: Box<dyn Observer>,
    ) -> Result<Self, EngineError> {
        let observer = Some(observer);
        Self::compile(ruleset, catalogue, settings, environment, limits, observer)
    }

    fn compile(
        ruleset: &Ruleset,
        catalogue: &Catalogue,
        settings: &Settings,
        environment: &Environment,
        limits: Limits,
        observer: Option<Box<dyn Observer>>,
    ) -> Result<Self, EngineError> {
        settings.check()?;
        let enabled = select(&ruleset.rules, settings.priority, &settings.selection());
        let enabled = enabled
            .iter()
            .filter_map(|&at| Some((at, ruleset.rules.get(at)?)));
        let rules = enabled.clone().map(|(_, rule)| rule);
        let id = source_choice::choose(settings.source.as_deref(), rules, catalogue)?;
        let source = catalogue.get(id).ok_or(EngineError::NoSource)?;
        let mut program = ProgramBuilder::new(source, limits.max_regex_bytes);
        if observer.is_some() {
            program.keep_order();
        }
        let mut matcher = Matcher::new(settings.rule_matching);
        for (position, rule) in enabled.filter(|(_, rule)| rule.source == id) {
            let refused = |cause| EngineError::Regex {
                rule: rule.name.clone(),
                cause,
            };
            program.rule(&rule.condition).map_err(refused)?;
            matcher.add(
                position,
                rule,
                AlertTemplate::new(rule, &environment.hostname, settings, &mut program),
            );
        }
        let watch = Watch::of(observer, settings, &matcher, &mut program, source);
        let mut program = program.finish();
        if matches!(watch, Watch::Observer(_)) {
            program.disable_glance();
        }
        let shape = shape(source);
        Ok(Self {
            splitter: Splitter::new(shape, limits.records),
            judge: Judge {
                program,
                moments: moments(settings, environment),
                max_problems: limits.max_problems,
                scratch: Scratch::default(),
                problems: 0,
                matcher,
                watch,
                unwrapping: Unwrapping {
                    wrapping: settings.wrapping,
                    most: limits.max_wrappings,
                    shape,
                    limits: limits.records,
                    texts: Vec::new(),
                },
            },
            has_text_alerts: !settings.json_output,
            source: id,
        })
    }

    /// Judges every rule for every event, to compare with: the answers are the same.
    #[must_use]
    pub fn without_index(mut self) -> Self {
        self.judge.program.disable_index();
        self
    }

    /// The source whose events are judged.
    pub fn source(&self) -> SourceId {
        self.source
    }

    /// How many rules take part.
    pub fn rules(&self) -> usize {
        self.judge.matcher.rules()
    }

    /// The names of the rules that take part, in the order in which they are judged.
    pub fn rule_names(&self) -> impl Iterator<Item = &str> {
        self.judge.matcher.statistics.names()
    }

    /// Whether a rule takes part.
    pub fn has_rule(&self, name: &str) -> bool {
        let mut names = self.judge.matcher.statistics.names();
        names.any(|own| own == name)
    }

    /// Whether what is said of an event depends on the events before it, so that no other engine can judge some of them.
    pub fn needs_order(&self) -> bool {
        self.judge.program.plan().needs_order()
    }

    /// Forgets all events: the next is judged as if none had come before.
    pub fn forget_events(&mut self) {
        self.judge.moments.forget();
        self.judge.scratch = Scratch::default();
    }

    /// Goes to where an event stood in a run of another engine: the next is judged as if it were that one.
    pub fn go_to(&mut self, moment: Moment) {
        self.judge.moments.go_to(moment);
    }

    /// What Falco prints when a run ends: matches by severity and rule where alerts are text, else nothing. An observer
    /// says something else.
    pub fn statistics(&mut self) -> Option<String> {
        match &mut self.judge.watch {
            Watch::Observer(watching) => watching.observer.finish(),
            _ => self
                .has_text_alerts
                .then(|| self.judge.matcher.statistics.text()),
        }
    }

    /// Takes these numbers of matches, in the order of the rules, for its own: where several engines judge one input,
    /// whoever feeds them counts.
    pub fn set_matches(&mut self, matches: &[u64]) {
        self.judge.matcher.statistics.set(matches);
    }

    /// What was counted of each rule, if that was asked for.
    pub fn profile(&self) -> Option<&Profile> {
        self.judge.watch.profiler().map(Profiler::profile)
    }

    /// The address of the 32 bits that say what is being done: [`Profile`] says what they mean.
    pub fn activity(&self) -> Option<*const u32> {
        self.judge.watch.profiler().map(Profiler::activity)
    }

    /// Sets the time of events that carry none.
    pub fn set_clock(&mut self, now_ns: u64) {
        self.judge.moments.clock_ns = now_ns;
    }

    /// Judges the events in `batch`. `start` says that it begins an input, `end` that it ends one; a record may
    /// straddle batches.
    pub fn eval(&mut self, batch: &[u8], start: bool, end: bool, out: &mut BatchResult) {
        out.clear();
        if start {
            self.splitter.start();
            self.judge.problems = 0;
        }
        self.judge.scratch.begin_chunk();
        let mut sitting = Sitting {
            judge: &mut self.judge,
            out,
        };
        let records = self.splitter.feed(batch, end, &mut sitting);
        out.records = records;
        out.at_rest = self.splitter.is_at_rest();
    }

    /// Judges one record, as [`Self::split`] has split it off.
    pub fn eval_record(&mut self, record: &[u8], out: &mut BatchResult) {
        out.clear();
        self.judge.problems = 0;
        self.judge.record(record, At::input(1, 0), out);
        out.records = 1;
        out.at_rest = true;
    }

    /// Says where in a batch records end, and judges nothing. Otherwise as [`Self::eval`]; an input is either split or
    /// judged.
    pub fn split(&mut self, batch: &[u8], start: bool, end: bool, out: &mut Pieces) {
        if start {
            self.splitter.start();
            self.judge.problems = 0;
        }
        let judge = &self.judge;
        out.clear(judge.max_problems.saturating_sub(judge.problems));
        self.splitter.feed(batch, end, out);
        out.at_rest = self.splitter.is_at_rest();
        self.judge.problems += out.problems.len();
    }
}

/// A judge with a batch before it.
struct Sitting<'a> {
    judge: &'a mut Judge,
    out: &'a mut BatchResult,
}

impl Sink for Sitting<'_> {
    fn piece(&mut self, piece: Piece<'_>) {
        self.judge.piece(piece, self.out);
    }

    fn take(&mut self, ahead: &Ahead<'_>) -> Option<usize> {
        self.judge.take(ahead, self.out)
    }
}

fn shape(source: &Source) -> Shape {
    match source.kind {
        SourceKind::CloudTrail => Shape::CloudTrail,
        _ => Shape::Plain,
    }
}

fn moments(settings: &Settings, environment: &Environment) -> Moments {
    let evt_hostname = if settings.plugins_hostinfo {
        environment.evt_hostname.clone()
    } else {
        String::new()
    };
    Moments::new(evt_hostname, environment.utc_offset_seconds)
}

impl Judge {
    fn piece(&mut self, piece: Piece<'_>, out: &mut BatchResult) {
        match piece {
            Piece::Record {
                bytes,
                number,
                offset,
            } => self.record(bytes, At::input(number, offset), out),
            Piece::Problem {
                number,
                offset,
                reason,
            } => self.problem(At::input(number, offset), offset, &reason, out),
        }
    }

    fn take(&mut self, ahead: &Ahead<'_>, out: &mut BatchResult) -> Option<usize> {
        let at = At::input(ahead.number, ahead.offset);
        if self.unwrapping.comes_first(at) {
            return None;
        }
        let (program, scratch) = (&self.program, &mut self.scratch);
        let scanned = program.next_scan(scratch);
        let (end, acceptance) = match scanned {
            Scanned::AtAGlance => program.glance_ahead(ahead, scratch)?,
            Scanned::Whole => program.scan_ahead(ahead, scratch)?,
        };
        let record = ahead.chunk.get(ahead.start..end)?;
        self.accepted(record, acceptance, scanned, at, out);
        Some(end)
    }

    fn record(&mut self, record: &[u8], at: At, out: &mut BatchResult) {
        match self.program.scan(record, &mut self.scratch) {
            Ok(acceptance) => {
                let is_first = self.unwrapping.comes_first(at);
                if !is_first || !self.open(record, at, out) {
                    self.accepted(record, acceptance, Scanned::Whole, at, out);
                }
            }
            Err(error) => self.problem(at, at.place(error.offset), &error.kind, out),
        }
    }

    fn accepted(
        &mut self,
        record: &[u8],
        acceptance: Acceptance,
        scanned: Scanned,
        at: At,
        out: &mut BatchResult,
    ) {
        match self.moments.time_of(acceptance) {
            Some(timestamp_ns) => self.event(record, timestamp_ns, scanned, at, out),
            None => self.no_event(record, at, out),
        }
    }

    fn problem(
        &mut self,
        at: At,
        offset: u64,
        reason: &dyn std::fmt::Display,
        out: &mut BatchResult,
    ) {
        out.malformed += 1;
        self.problems += 1;
        if self.problems <= self.max_problems {
            out.problems.push(Problem {
                record: at.number,
                offset,
                reason: at.reason(reason),
            });
        }
    }

    fn event(
        &mut self,
        record: &[u8],
        timestamp_ns: u64,
        scanned: Scanned,
        at: At,
        out: &mut BatchResult,
    ) {
        out.events += 1;
        let context = self.moments.next(timestamp_ns);
        let event = Event { record, context };
        let (program, scratch) = (&self.program, &mut self.scratch);
        match &mut self.watch {
            Watch::Nobody => self
                .matcher
                .judge(program, &event, scanned, scratch, &mut (), out),
            Watch::Profile(profile) => {
                let profiler = profile.as_mut();
                self.matcher
                    .judge(program, &event, scanned, scratch, profiler, out);
            }
            Watch::Observer(watching) => {
                watching.event(program, &event, at.record(), scratch, out);
            }
        }
    }
}

#[cfg(test)]
mod tests;
