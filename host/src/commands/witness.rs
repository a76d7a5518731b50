//! `falconet witness`: events that fire rules, and events that just miss them. The module makes them; here it is asked until it
//! is through with all rules.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::Path;

use super::{CommandError, Outcome, ask, program};
use crate::cli::{GlobalOptions, WitnessFormat, WitnessOptions};
use crate::environment;
use crate::messages::{LoadRequest, Request, RulesFile, WitnessAnswer};
use crate::rules;
use crate::runtime::Instance;
use crate::terminal::{Audience, Messages, Stream, output_width, print_report, use_color};

/// Bytes of the events of which one is cut down.
const LARGEST: u64 = 1 << 20;

pub(super) fn run(
    global: &GlobalOptions,
    options: &WitnessOptions,
    messages: Messages,
) -> Result<Outcome, CommandError> {
    super::require_one_stdin(&options.rules, options.shrink.as_slice())?;
    let is_text = options.format() == WitnessFormat::Text;
    let seeking = Seeking {
        options,
        messages,
        files: rules::read(&options.rules, options.rule_limits.max_rules)?,
        shrink: options.shrink.as_deref().map(read).transpose()?,
        color: is_text && use_color(global.color, Stream::Output),
        width: (is_text && io::stdout().is_terminal()).then(output_width),
    };
    let (_, mut instance) = program::prepare(global, &options.module_limits)?;
    let without = seeking.all(&mut instance)?;
    Ok(if without > 0 {
        Outcome::Trouble
    } else {
        Outcome::Clean
    })
}

struct Seeking<'o> {
    options: &'o WitnessOptions,
    messages: Messages,
    files: Vec<RulesFile>,
    shrink: Option<String>,
    color: bool,
    width: Option<usize>,
}

impl Seeking<'_> {
    /// Prints what is found; of how many rules no event was found.
    fn all(&self, instance: &mut Instance) -> Result<usize, CommandError> {
        let (mut from, mut without) = (0, 0);
        loop {
            let answer = self.some(from, instance)?;
            print_report(&answer.text, self.audience())?;
            without += answer.without;
            if answer.done >= answer.total || answer.done <= from {
                return Ok(without);
            }
            from = answer.done;
        }
    }

    fn some(&self, from: usize, instance: &mut Instance) -> Result<WitnessAnswer, CommandError> {
        let options = self.options;
        let host_name = environment::host_name();
        let request = Request::Witness {
            load: LoadRequest {
                source: options.source.as_deref(),
                hostname: &host_name,
                evt_hostname: &host_name,
                utc_offset_seconds: environment::utc_offset_seconds(),
                color: self.messages.color(),
                ..LoadRequest::of(&self.files, &options.settings)
            },
            rules: &options.names,
            shrink: self.shrink.as_deref(),
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

fn read(path: &Path) -> Result<String, CommandError> {
    let text = if path.as_os_str() == "-" {
        text_of(io::stdin().lock())
    } else {
        File::open(path).and_then(text_of)
    };
    text.map_err(|error| CommandError::Request(path.to_owned(), error))
}

fn text_of(from: impl Read) -> io::Result<String> {
    let mut text = String::new();
    from.take(LARGEST + 1).read_to_string(&mut text)?;
    Ok(text)
}
