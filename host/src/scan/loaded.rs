//! An instance of the module with its rules loaded.

use std::sync::{Arc, OnceLock};

use super::judged::Judged;
use crate::cli::Size;
use crate::commands::{CommandError, ask, read_answer};
use crate::messages::{LoadAnswer, ProfileAnswer, Request, RuleCounts, StatisticsAnswer};
use crate::runtime::{BATCH_IS_RECORD, Failure, Instance, Program, Samples, Snapshot, Split};
use crate::terminal::Messages;

/// An instance of the module with its rules loaded.
pub(crate) struct Loaded {
    instance: Instance,
    handle: u32,
    needs_order: bool,
    batch: usize,
}

/// Instances with the same rules, for those that died. The first one loads the rules; how it stands then is kept, and all others
/// begin there.
pub(crate) struct Spares {
    request: Arc<[u8]>,
    batch: Size,
    kept: OnceLock<Option<Kept>>,
}

/// How an instance stood after it had loaded its rules.
pub(crate) struct Kept {
    snapshot: Snapshot,
    handle: u32,
    needs_order: bool,
}

impl Spares {
    /// Those that load the rules by this request.
    pub(crate) const fn new(request: Arc<[u8]>, batch: Size) -> Self {
        Self {
            request,
            batch,
            kept: OnceLock::new(),
        }
    }

    /// Another instance.
    pub(crate) fn next(&self, program: &Program) -> Result<Loaded, CommandError> {
        if let Some(Some(kept)) = self.kept.get() {
            return kept.start(program, self.batch);
        }
        let mut loaded = Loaded::again(program, &self.request, self.batch)?;
        // There is a place for batches in it from the start.
        loaded.buffer()?;
        self.kept.get_or_init(|| Kept::of(program, &loaded));
        Ok(loaded)
    }
}

impl Kept {
    /// Keeps how an instance stands now; nothing where that cannot be had.
    pub(crate) fn of(program: &Program, loaded: &Loaded) -> Option<Self> {
        Some(Self {
            snapshot: program.snapshot(&loaded.instance)?,
            handle: loaded.handle,
            needs_order: loaded.needs_order,
        })
    }

    /// An instance that begins there.
    pub(crate) fn start(&self, program: &Program, batch: Size) -> Result<Loaded, CommandError> {
        let instance = program.start_from(&self.snapshot);
        Ok(Loaded {
            instance: instance.map_err(CommandError::from)?,
            handle: self.handle,
            needs_order: self.needs_order,
            batch: batch.in_memory(),
        })
    }
}

impl Loaded {
    /// Loads the rules and passes on what the module says about them.
    pub(crate) fn first(
        program: &Program,
        mut instance: Instance,
        request: &[u8],
        batch: Size,
        messages: Messages,
    ) -> Result<Self, CommandError> {
        let answer: LoadAnswer = read_answer(&instance.load(request)?)?;
        messages.block(&answer.rendered);
        if answer.ok && answer.rules.loaded > 0 && answer.rules.enabled == 0 {
            messages.note("no rule is enabled, so there can be no alert");
        }
        Self::of(program, instance, answer, batch)
    }

    /// Loads the rules and says nothing: the error holds what the module says about bad ones. Also answers how many rules
    /// there are.
    pub(crate) fn quietly(
        program: &Program,
        request: &[u8],
        batch: Size,
    ) -> Result<(Self, RuleCounts), CommandError> {
        let mut instance = program.start()?;
        let answer: LoadAnswer = read_answer(&instance.load(request)?)?;
        if !answer.ok && !answer.rendered.is_empty() {
            return Err(CommandError::BadRules(answer.rendered));
        }
        let counts = answer.rules;
        Ok((Self::of(program, instance, answer, batch)?, counts))
    }

    /// Loads the rules again, for another thread or after an instance died. They were good before, so there is nothing
    /// new to say.
    pub(crate) fn again(
        program: &Program,
        request: &[u8],
        batch: Size,
    ) -> Result<Self, CommandError> {
        let mut instance = program.start()?;
        let answer = read_answer(&instance.load(request)?)?;
        Self::of(program, instance, answer, batch)
    }

    fn of(
        program: &Program,
        instance: Instance,
        answer: LoadAnswer,
        batch: Size,
    ) -> Result<Self, CommandError> {
        let handle = match (answer.fatal, answer.handle) {
            (Some(fatal), _) => return Err(CommandError::Refused(fatal)),
            (None, Some(handle)) if answer.ok => handle,
            _ => return Err(Failure::Contract("it loaded no rules and does not say why").into()),
        };
        let mut loaded = Self {
            instance,
            handle,
            needs_order: answer.needs_order,
            batch: batch.in_memory(),
        };
        if program.is_watched() {
            let activity = loaded.profile()?.activity;
            loaded.instance.watch(activity);
        }
        Ok(loaded)
    }

    /// What each rule cost so far, if that is watched.
    pub(super) fn profile(&mut self) -> Result<ProfileAnswer, CommandError> {
        let request = Request::Profile {
            handle: self.handle,
        };
        ask(&mut self.instance, &request)
    }

    /// What the instance was seen to do, if that is watched; it may be dead.
    pub(super) fn take_samples(&mut self) -> Samples {
        self.instance.take_samples()
    }

    /// Whether no other instance can judge some of the events.
    pub(crate) const fn needs_order(&self) -> bool {
        self.needs_order
    }

    /// Tells the module the time, for events that carry none.
    pub(crate) fn tell_time(&mut self, now_ns: u64) -> Result<(), CommandError> {
        ask::<serde::de::IgnoredAny>(&mut self.instance, &Request::Clock { now_ns }).map(drop)
    }

    /// What is to be printed behind the last alert, of rules that matched so often; nothing where alerts are JSON.
    pub(super) fn statistics(&mut self, matches: &[u64]) -> Result<Option<String>, CommandError> {
        let request = Request::Statistics {
            handle: self.handle,
            matches,
        };
        ask(&mut self.instance, &request).map(|answer: StatisticsAnswer| answer.text)
    }

    /// Where the next batch is to be put.
    pub(super) fn buffer(&mut self) -> Result<&mut [u8], Failure> {
        self.instance.batch_buffer(self.batch)
    }

    /// The first bytes of the batch that the instance has, or had when it died.
    pub(super) fn given(&mut self, len: usize) -> &[u8] {
        let buffer = self.buffer().ok();
        buffer
            .and_then(|buffer| buffer.get(..len))
            .unwrap_or_default()
    }

    /// Puts these bytes where the next batch is to be, as far as there is room for them.
    pub(crate) fn give(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let buffer = self.buffer()?;
        buffer
            .iter_mut()
            .zip(bytes)
            .for_each(|(to, from)| *to = *from);
        Ok(())
    }

    /// Judges what was put there.
    pub(crate) fn eval(&mut self, filled: usize, flags: u32) -> Result<Judged, Failure> {
        let evaluation = self.instance.eval(self.handle, filled, flags)?;
        Ok(Judged::from(&evaluation))
    }

    /// Asks where records lie in what was put there; nothing from a module that cannot say it.
    pub(crate) fn split(&mut self, filled: usize, flags: u32) -> Result<Option<Split>, Failure> {
        self.instance.split(self.handle, filled, flags)
    }

    /// Judges a record by itself, however long it is.
    pub(crate) fn judge_record(&mut self, record: &[u8]) -> Result<Judged, Failure> {
        let room = self.batch.max(record.len());
        let buffer = self.instance.batch_buffer(room)?;
        if let Some(place) = buffer.get_mut(..record.len()) {
            place.copy_from_slice(record);
        }
        let evaluation = self
            .instance
            .eval(self.handle, record.len(), BATCH_IS_RECORD)?;
        Ok(Judged::from(&evaluation))
    }

    /// Bytes of memory that the module holds.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.instance.memory_bytes()
    }
}
