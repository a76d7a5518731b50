//! `falconet witness`: events that fire rules, and events that just miss them. The module makes them; here it is asked until it
//! is through with all rules.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::slice;

use super::looking::Looking;
use super::{CommandError, Outcome, ask, program};
use crate::cli::{GlobalOptions, WitnessFormat, WitnessOptions};
use crate::environment;
use crate::limits::InputLimits;
use crate::messages::{LoadRequest, Request, RulesFile, WitnessAnswer};
use crate::rules;
use crate::runtime::{Instance, Program};
use crate::scan::{AlertWriter, KeptLines};
use crate::terminal::{Audience, Messages, Stream, output_width, print_report, use_color};

pub(super) fn run(
    global: &GlobalOptions,
    options: &WitnessOptions,
    messages: Messages,
) -> Result<Outcome, CommandError> {
    super::require_one_stdin(&options.given.rules, options.shrink.as_slice())?;
    require_names(options)?;
    let is_text = options.format() == WitnessFormat::Text;
    let seeking = Seeking {
        options,
        messages,
        files: rules::read(&options.given.rules, options.rule_limits.max_rules)?,
        color: is_text && use_color(global.color, Stream::Output),
        width: (is_text && io::stdout().is_terminal()).then(output_width),
    };
    let (program, mut instance) = program::prepare(global, &options.module_limits)?;
    let shrink = options.shrink.as_ref();
    let shrink = shrink.map(|path| seeking.first_firing(program, path));
    let without = seeking.all(shrink.transpose()?.as_deref(), &mut instance)?;
    Ok(if without > 0 {
        Outcome::Trouble
    } else {
        Outcome::Clean
    })
}

/// Tests name the files of their rules.
fn require_names(options: &WitnessOptions) -> Result<(), CommandError> {
    let mut given = options.given.rules.iter();
    let is_test = options.format() == WitnessFormat::Test;
    if is_test && given.any(|path| rules::is_stdin(path)) {
        let message = "tests name the files of their rules, and standard input has no name: name a file with -r";
        return Err(CommandError::Usage(message.to_owned()));
    }
    Ok(())
}

struct Seeking<'o> {
    options: &'o WitnessOptions,
    messages: Messages,
    files: Vec<RulesFile>,
    color: bool,
    width: Option<usize>,
}

impl Seeking<'_> {
    /// The first event of an input that fires the one rule that is named; nothing if none does, or several are named.
    fn first_firing(&self, program: Program, path: &PathBuf) -> Result<String, CommandError> {
        let [rule] = self.options.names.as_slice() else {
            return Ok(String::new());
        };
        let input_limits = InputLimits::default();
        // What is kept is one record.
        let kept = KeptLines::new(input_limits.max_record, "--shrink");
        let looking = Looking {
            messages: self.messages,
            inputs: slice::from_ref(path),
            input_limits,
            module_limits: self.options.module_limits,
        };
        let request = LoadRequest {
            source: self.options.source.as_deref(),
            firing: Some(rule),
            ..LoadRequest::of(&self.files, &self.options.given.settings)
        };
        let instance = program.start()?;
        looking.write(
            program,
            instance,
            &request,
            AlertWriter::keeping(kept.clone()),
        )?;
        Ok(String::from_utf8_lossy(&kept.take()).into_owned())
    }

    /// Prints what is found; of how many rules no event was found.
    fn all(&self, shrink: Option<&str>, instance: &mut Instance) -> Result<usize, CommandError> {
        let (mut from, mut without) = (0, 0);
        loop {
            let answer = self.some(from, shrink, instance)?;
            print_report(&answer.text, self.audience())?;
            without += answer.without;
            if answer.done >= answer.total || answer.done <= from {
                return Ok(without);
            }
            from = answer.done;
        }
    }

    fn some(
        &self,
        from: usize,
        shrink: Option<&str>,
        instance: &mut Instance,
    ) -> Result<WitnessAnswer, CommandError> {
        let options = self.options;
        let host_name = environment::host_name();
        let request = Request::Witness {
            load: LoadRequest {
                source: options.source.as_deref(),
                hostname: &host_name,
                evt_hostname: &host_name,
                utc_offset_seconds: environment::utc_offset_seconds(),
                color: self.messages.color(),
                ..LoadRequest::of(&self.files, &options.given.settings)
            },
            rules: &options.names,
            shrink,
            format: options.format(),
            color: self.color,
            width: self.width,
            from,
            max_evaluations: options.max_evaluations,
        };
        let answer: WitnessAnswer = ask(instance, &request)?;
        self.messages.block(&answer.rendered);
        match answer.fatal {
            Some(fatal) => Err(CommandError::Refused(fatal)),
            None => Ok(answer),
        }
    }

    fn audience(&self) -> Audience {
        match self.options.format() {
            WitnessFormat::Text => Audience::People { color: self.color },
            WitnessFormat::Json | WitnessFormat::Test => Audience::Programs,
        }
    }
}
