//! Records that cannot be judged, kept with the reason: one JSON object a line in `STATE/dead-letters.jsonl`.

use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use serde::Serialize;
use tracing::warn;

use super::judging::Judged;
use super::outputs::{LineFile, OutputError, Policy, Writer};
use super::private;
use crate::environment;

const NAME: &str = "dead-letters.jsonl";
/// Bytes of a record that are kept.
const MOST_OF_A_RECORD: usize = 1 << 20;
/// Bytes of malformed records that are kept of one body. Many may lie in one long line, which is kept for each of them.
const MOST_OF_A_BODY: usize = 64 << 20;

/// Where dead letters go.
pub(crate) struct DeadLetters {
    /// Nothing where nothing is kept: then the log only says why a record was not judged.
    writer: Option<Writer>,
    reproduction: String,
}

/// Something that came and cannot even be given to the module.
pub(crate) struct Unread<'a> {
    /// Where it lies in what it came with.
    pub(crate) offset: u64,
    pub(crate) reason: String,
    /// How it begins.
    pub(crate) bytes: &'a [u8],
}

/// A record that cannot be judged.
#[derive(Serialize)]
struct DeadLetter<'a> {
    /// Milliseconds since 1970 at which it was given up.
    time_ms: u64,
    /// `malformed` or `poison`.
    kind: &'static str,
    reason: &'a str,
    input: &'a str,
    /// Where it lies in the body that it came with.
    offset: u64,
    /// Its bytes, as far as they are kept; what is no UTF-8 is replaced.
    record: String,
    /// Whether the record is longer.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    truncated: bool,
    /// How to see it happen again; nothing of a record that is not kept whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    reproduce: Option<String>,
}

impl DeadLetters {
    /// Opens the file in the state folder, which is made if need be. `reproduction` is the command that judges a record.
    pub(crate) fn open(state: &Path, reproduction: String) -> Result<Self, OutputError> {
        private::create_folder(state).map_err(|error| not_opened(state, error))?;
        let file = LineFile::open(Policy::of_state(state, NAME))?;
        Ok(Self {
            writer: Some(Writer::start(file)?),
            reproduction,
        })
    }

    /// Keeps nothing.
    pub(crate) const fn told() -> Self {
        Self {
            writer: None,
            reproduction: String::new(),
        }
    }

    /// Keeps what of a body could not be judged.
    pub(crate) fn keep<'a>(
        &'a self,
        input: &str,
        judged: &Judged,
    ) -> impl Future<Output = Result<(), OutputError>> + use<'a> {
        self.write(self.lines_of(letters(input, judged)))
    }

    /// Keeps what could not even be given to the module.
    pub(crate) async fn keep_unread(
        &self,
        input: &str,
        records: &[Unread<'_>],
    ) -> Result<(), OutputError> {
        let letters = records.iter().map(|record| {
            let range = 0..record.bytes.len();
            let letter = DeadLetter::new("malformed", &record.reason, input, range, record.bytes);
            DeadLetter {
                offset: record.offset,
                ..letter
            }
        });
        self.write(self.lines_of(letters.collect())).await
    }

    /// What is to be written of letters; where nothing is kept, they are told.
    fn lines_of(&self, letters: Vec<DeadLetter<'_>>) -> Bytes {
        if self.writer.is_none() {
            letters.iter().for_each(DeadLetter::tell);
            return Bytes::new();
        }
        Bytes::from(lines(letters, &self.reproduction))
    }

    async fn write(&self, lines: Bytes) -> Result<(), OutputError> {
        match &self.writer {
            Some(writer) if !lines.is_empty() => writer.write(vec![lines]).await.done().await,
            _ => Ok(()),
        }
    }
}

fn not_opened(path: &Path, error: io::Error) -> OutputError {
    OutputError::Open {
        path: path.display().to_string(),
        error: Arc::new(error),
    }
}

fn letters<'a>(input: &'a str, judged: &'a Judged) -> Vec<DeadLetter<'a>> {
    let malformed = judged.problems.iter().map(|problem| {
        let offset = usize::try_from(problem.offset).unwrap_or(usize::MAX);
        let range = line_around(&judged.body, offset);
        ("malformed", problem.reason.as_str(), range)
    });
    let malformed = malformed.scan(MOST_OF_A_BODY, as_far_as_there_is_room);
    let poison = judged.poison.iter();
    let poison = poison.map(|poison| ("poison", poison.reason.as_str(), poison.range.clone()));
    let all = malformed.chain(poison);
    all.map(|(kind, reason, range)| DeadLetter::new(kind, reason, input, range, &judged.body))
        .collect()
}

fn lines(letters: Vec<DeadLetter<'_>>, reproduction: &str) -> Vec<u8> {
    let mut lines = Vec::new();
    for mut letter in letters {
        letter.explain(reproduction);
        if serde_json::to_writer(&mut lines, &letter).is_ok() {
            lines.push(b'\n');
        }
    }
    lines
}

impl<'a> DeadLetter<'a> {
    fn tell(&self) {
        let Self {
            kind,
            reason,
            input,
            offset,
            ..
        } = self;
        warn!(kind, input, offset, reason, "a record cannot be judged");
    }

    fn new(
        kind: &'static str,
        reason: &'a str,
        input: &'a str,
        range: Range<usize>,
        body: &[u8],
    ) -> Self {
        let offset = range.start as u64;
        let record = body.get(range).unwrap_or_default();
        let kept = record.get(..MOST_OF_A_RECORD).unwrap_or(record);
        Self {
            time_ms: environment::now_ns() / 1_000_000,
            kind,
            reason,
            input,
            offset,
            record: String::from_utf8_lossy(kept).into_owned(),
            truncated: kept.len() < record.len(),
            reproduce: None,
        }
    }

    /// Says how its record is picked out and judged again.
    fn explain(&mut self, reproduction: &str) {
        let (time_ms, offset) = (self.time_ms, self.offset);
        let picked = format!("select(.time_ms=={time_ms} and .offset=={offset}).record");
        self.reproduce =
            (!self.truncated).then(|| format!("jq -r '{picked}' {NAME} | {reproduction}"));
    }
}

/// A letter, if there is room for its record; else nothing of those that follow either.
fn as_far_as_there_is_room<'a>(
    room: &mut usize,
    letter: (&'static str, &'a str, Range<usize>),
) -> Option<(&'static str, &'a str, Range<usize>)> {
    let (.., range) = &letter;
    *room = room.checked_sub(range.len().min(MOST_OF_A_RECORD))?;
    Some(letter)
}

/// The line that a byte stands in, without its newline.
fn line_around(body: &[u8], offset: usize) -> Range<usize> {
    let offset = offset.min(body.len());
    let (before, behind) = body.split_at(offset);
    let start = before.iter().rposition(|byte| *byte == b'\n');
    let end = behind.iter().position(|byte| *byte == b'\n');
    start.map_or(0, |at| at + 1)..end.map_or(body.len(), |at| offset + at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Problem;
    use crate::sidecar::judging::Poison;

    #[test]
    fn a_line_of_many_malformed_records_is_not_kept_without_end() {
        let problem = |record| Problem {
            record,
            offset: record,
            reason: "no value".to_owned(),
        };
        let body = b"]".repeat(2 << 20);
        let judged = Judged {
            problems: (1..=1000).map(problem).collect(),
            body,
            ..Judged::default()
        };
        let kept = lines(letters("http", &judged), "falconet scan -");
        assert_eq!(kept.split(|byte| *byte == b'\n').count(), 65);
        assert!(kept.len() < 65 << 20);
    }

    #[test]
    fn a_letter_holds_the_record_and_the_reason() {
        let judged = Judged {
            body: b"{}\n{\"a\":}\n{\"kills\"}\n".to_vec(),
            problems: vec![Problem {
                record: 2,
                offset: 8,
                reason: "expected a value".to_owned(),
            }],
            poison: vec![Poison {
                range: 10..19,
                reason: "the module gave up".to_owned(),
            }],
            ..Judged::default()
        };
        let letters = letters("http 127.0.0.1:1", &judged);
        let lines = String::from_utf8(lines(letters, "falconet scan -")).unwrap();
        let letters: Vec<serde_json::Value> = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(letters[0]["record"], "{\"a\":}");
        assert_eq!(letters[0]["kind"], "malformed");
        assert_eq!(letters[1]["record"], "{\"kills\"}");
        assert_eq!(letters[1]["offset"], 10);
        let reproduce = letters[1]["reproduce"].as_str().unwrap();
        assert!(
            reproduce.starts_with("jq -r 'select(.time_ms==")
                && reproduce
                    .ends_with(" and .offset==10).record' dead-letters.jsonl | falconet scan -"),
            "{reproduce}"
        );
    }

    #[test]
    fn a_record_that_is_not_kept_whole_cannot_be_judged_again() {
        let judged = Judged {
            body: vec![b'x'; MOST_OF_A_RECORD + 1],
            poison: vec![Poison {
                range: 0..MOST_OF_A_RECORD + 1,
                reason: "the module gave up".to_owned(),
            }],
            ..Judged::default()
        };
        let letter: serde_json::Value =
            serde_json::from_slice(&lines(letters("in", &judged), "falconet scan -")).unwrap();
        assert_eq!(letter["truncated"], true);
        assert!(letter.get("reproduce").is_none());
    }
}
