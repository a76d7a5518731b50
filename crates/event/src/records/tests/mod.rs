mod chunks;
mod falco;
mod recovery;
mod shapes;

use super::*;

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

fn feed(splitter: &mut Splitter, chunk: &[u8], last: bool, said: &mut Vec<(u64, Said)>) {
    splitter.feed(chunk, last, &mut |piece| {
        said.push(match piece {
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
    });
}

fn numbered(mut said: Vec<(u64, Said)>) -> Vec<Said> {
    for (position, (number, _)) in said.iter().enumerate() {
        assert_eq!(*number, position as u64 + 1, "{said:?}");
    }
    said.drain(..).map(|(_, said)| said).collect()
}

fn split_with(input: &[u8], shape: Shape, limits: Limits, cuts: &[usize]) -> Vec<Said> {
    let mut splitter = Splitter::new(shape, limits);
    let mut said = vec![];
    let mut from = 0;
    for &to in cuts {
        feed(&mut splitter, &input[from..to], false, &mut said);
        from = to;
    }
    feed(&mut splitter, &input[from..], true, &mut said);
    numbered(said)
}

/// Splits the input whole, in two at every place, and byte by byte; all answers must be equal.
fn split_as(shape: Shape, limits: Limits, input: &str) -> Vec<Said> {
    let input = input.as_bytes();
    let whole = split_with(input, shape, limits, &[]);
    let shown = String::from_utf8_lossy(input);
    for cut in 0..=input.len() {
        assert_eq!(
            split_with(input, shape, limits, &[cut]),
            whole,
            "cut at {cut}: {shown}"
        );
    }
    let each: Vec<usize> = (0..=input.len()).collect();
    assert_eq!(
        split_with(input, shape, limits, &each),
        whole,
        "byte by byte: {shown}"
    );
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
