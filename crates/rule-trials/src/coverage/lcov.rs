//! The format of lcov's tracefiles: rules are functions, each test is a branch that is taken both ways.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Coverage;
use super::lines::{FileMarks, Kind, by_file};

/// A tracefile.
pub fn lcov(coverage: &Coverage) -> String {
    let mut text = String::new();
    for (name, file) in by_file(coverage) {
        let _ = writeln!(text, "TN:\nSF:{}", one_line(&name));
        push_rules(&mut text, &file);
        push_branches(&mut text, &file);
        push_lines(&mut text, &file);
        text.push_str("end_of_record\n");
    }
    text
}

fn push_rules(text: &mut String, file: &FileMarks) {
    let mut rules: Vec<_> = file.rules.iter().collect();
    rules.sort_by_key(|(_, (line, _))| *line);
    for (name, (line, _)) in &rules {
        let _ = writeln!(text, "FN:{line},{}", one_line(name));
    }
    for (name, (_, fired)) in &rules {
        let _ = writeln!(text, "FNDA:{fired},{}", one_line(name));
    }
    let hit = rules.iter().filter(|(_, (_, fired))| *fired > 0).count();
    let _ = writeln!(text, "FNF:{}\nFNH:{hit}", rules.len());
}

/// Blocks of a file are numbered; branch 0 is that the test holds, 1 that it does not.
fn push_branches(text: &mut String, file: &FileMarks) {
    let (mut found, mut hit) = (0, 0);
    let branching = file
        .marks
        .iter()
        .filter(|((_, kind), _)| *kind != Kind::Item);
    for (block, ((place, _), mark)) in branching.enumerate() {
        let is_asked = mark.seen.holds + mark.seen.fails > 0;
        for (branch, taken) in [mark.seen.holds, mark.seen.fails].into_iter().enumerate() {
            let taken_text = if is_asked {
                taken.to_string()
            } else {
                "-".to_owned()
            };
            let _ = writeln!(text, "BRDA:{},{block},{branch},{taken_text}", place.line);
            found += 1;
            hit += usize::from(taken > 0);
        }
    }
    let _ = writeln!(text, "BRF:{found}\nBRH:{hit}");
}

/// A line was run as often as what was asked most on it; that of a rule as often as the rule fired.
fn push_lines(text: &mut String, file: &FileMarks) {
    let mut lines: BTreeMap<usize, u64> = BTreeMap::new();
    let mut note = |line: usize, times: u64| {
        let own = lines.entry(line).or_default();
        *own = times.max(*own);
    };
    file.rules
        .values()
        .for_each(|(line, fired)| note(*line, *fired));
    for ((place, _), mark) in &file.marks {
        note(place.line, mark.seen.holds + mark.seen.fails);
    }
    for (line, times) in &lines {
        let _ = writeln!(text, "DA:{line},{times}");
    }
    let hit = lines.values().filter(|times| **times > 0).count();
    let _ = writeln!(text, "LF:{}\nLH:{hit}", lines.len());
}

/// A record is a line.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}
