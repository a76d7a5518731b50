mod chunks;
mod falco;
mod recovery;
mod shapes;

use super::*;
use crate::catalogue::Catalogue;
use crate::{Fields, Plan, PlanBuilder};

/// What a splitter says, in a form to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    Record(String, u64),
    Problem(Reason, u64),
}

impl Said {
    fn record(&self) -> Option<&str> {
        match self {
            Self::Record(text, _) => Some(text),
            Self::Problem(..) => None,
        }
    }
}

/// Writes down what it is given, and takes records ahead if it has a plan.
#[derive(Default)]
struct Notes {
    said: Vec<(u64, Said)>,
    ahead: Option<(Plan, Fields)>,
}

impl Notes {
    fn taking(shape: Shape) -> Self {
        let catalogue = Catalogue::builtin();
        let name = match shape {
            Shape::CloudTrail => "aws_cloudtrail",
            Shape::Plain => "github",
        };
        let source = catalogue.get(catalogue.source(name).unwrap()).unwrap();
        let plan = PlanBuilder::new(source).finish();
        Self {
            said: vec![],
            ahead: Some((plan, Fields::new())),
        }
    }

    fn feed(&mut self, splitter: &mut Splitter, chunk: &[u8], last: bool, base: &mut u64) {
        if let Some((_, fields)) = &mut self.ahead {
            fields.begin_chunk();
        }
        let mut sink = NotesAt {
            notes: self,
            base: *base,
        };
        splitter.feed(chunk, last, &mut sink);
        *base += chunk.len() as u64;
    }
}

struct NotesAt<'a> {
    notes: &'a mut Notes,
    base: u64,
}

impl Sink for NotesAt<'_> {
    fn take(&mut self, ahead: &Ahead<'_>) -> Option<usize> {
        let (plan, fields) = self.notes.ahead.as_mut()?;
        let end = plan.scan_ahead(ahead, fields)?;
        let text = String::from_utf8_lossy(&ahead.chunk[ahead.start..end]).into_owned();
        let number = self.notes.said.len() as u64 + 1;
        let offset = self.base + ahead.start as u64;
        self.notes.said.push((number, Said::Record(text, offset)));
        Some(end)
    }

    fn piece(&mut self, piece: Piece<'_>) {
        self.notes.said.push(match piece {
            Piece::Record {
                bytes,
                number,
                offset,
            } => (
                number,
                Said::Record(String::from_utf8_lossy(bytes).into_owned(), offset),
            ),
            Piece::Problem {
                number,
                offset,
                reason,
            } => (number, Said::Problem(reason, offset)),
        });
    }
}

fn numbered(mut said: Vec<(u64, Said)>) -> Vec<Said> {
    for (position, (number, _)) in said.iter().enumerate() {
        assert_eq!(*number, position as u64 + 1, "{said:?}");
    }
    said.drain(..).map(|(_, said)| said).collect()
}

fn split_noting(
    mut notes: Notes,
    input: &[u8],
    shape: Shape,
    limits: Limits,
    cuts: &[usize],
) -> Vec<Said> {
    let mut splitter = Splitter::new(shape, limits);
    let mut base = 0;
    let mut from = 0;
    for &to in cuts {
        notes.feed(&mut splitter, &input[from..to], false, &mut base);
        from = to;
    }
    notes.feed(&mut splitter, &input[from..], true, &mut base);
    numbered(notes.said)
}

fn split_with(input: &[u8], shape: Shape, limits: Limits, cuts: &[usize]) -> Vec<Said> {
    let plain = split_noting(Notes::default(), input, shape, limits, cuts);
    let ahead = split_noting(Notes::taking(shape), input, shape, limits, cuts);
    assert_eq!(ahead, plain);
    plain
}

/// Splits the input whole, in two at every place, and byte by byte, taking records ahead and not; all answers must be
/// equal.
fn split_as(shape: Shape, limits: Limits, input: &str) -> Vec<Said> {
    let input = input.as_bytes();
    let whole = split_with(input, shape, limits, &[]);
    let shown = String::from_utf8_lossy(input);
    let each: Vec<usize> = (0..=input.len()).collect();
    let cuts = (0..=input.len()).map(|cut| vec![cut]);
    for cuts in cuts.chain([each]) {
        let said = split_with(input, shape, limits, &cuts);
        assert_eq!(said, whole, "cut at {cuts:?}: {shown}");
    }
    whole
}

fn cloudtrail(input: &str) -> Vec<Said> {
    split_as(Shape::CloudTrail, Limits::default(), input)
}

fn records(said: &[Said]) -> Vec<&str> {
    said.iter().filter_map(Said::record).collect()
}

fn problems(said: &[Said]) -> Vec<(Reason, u64)> {
    let problem = |said: &Said| {
        if let Said::Problem(reason, offset) = said {
            Some((*reason, *offset))
        } else {
            None
        }
    };
    said.iter().filter_map(problem).collect()
}

/// Asserts the records of an input that has no problems.
fn assert_records(shape: Shape, input: &str, expected: &[&str]) {
    let said = split_as(shape, Limits::default(), input);
    assert_eq!(records(&said), expected, "{input}");
    assert_eq!(problems(&said), [], "{input}");
}

const EVENT: &str =
    r#"{"eventVersion":"1","userIdentity":{"type":"Root"},"eventTime":"t","a":[{"b":"}"}]}"#;
