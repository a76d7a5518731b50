//! The text of `/metrics`, read by the rules of `OpenMetrics` and not by our own parser, and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

/// A family of metrics.
#[derive(Debug, Default)]
pub(crate) struct Family {
    pub(crate) kind: String,
    help: String,
    unit: String,
    samples: Vec<(String, Vec<String>)>,
}

/// Families by name, and what is wrong with the text.
pub(crate) struct Exposition {
    pub(crate) families: BTreeMap<String, Family>,
    pub(crate) problems: Vec<String>,
}

impl Exposition {
    pub(crate) fn read(text: &str) -> Self {
        let mut read = Self {
            families: BTreeMap::new(),
            problems: Vec::new(),
        };
        let mut current = String::new();
        for line in text.lines() {
            read.line(line, &mut current);
        }
        if !text.ends_with("# EOF\n") {
            read.problems.push("it does not end with # EOF".to_owned());
        }
        read.lint();
        read
    }

    /// The names of all samples.
    pub(crate) fn sample_names(&self) -> BTreeSet<&str> {
        let samples = self.families.values().flat_map(|family| &family.samples);
        samples.map(|(name, _)| name.as_str()).collect()
    }

    fn line(&mut self, line: &str, current: &mut String) {
        if line == "# EOF" {
            return;
        }
        let Some(comment) = line.strip_prefix("# ") else {
            return self.sample(line, current);
        };
        let mut words = comment.splitn(3, ' ');
        let (word, name) = (words.next().unwrap(), words.next().unwrap_or_default());
        let rest = words.next().unwrap_or_default().to_owned();
        if name != current && self.families.contains_key(name) {
            self.problems.push(format!("{name} stands in two places"));
        }
        name.clone_into(current);
        let family = self.families.entry(name.to_owned()).or_default();
        match word {
            "HELP" => family.help = rest,
            "TYPE" => family.kind = rest,
            "UNIT" => family.unit = rest,
            _ => self.problems.push(format!("`{line}` is no comment")),
        }
    }

    fn sample(&mut self, line: &str, current: &str) {
        let Some((name, labels, value)) = split(line) else {
            self.problems.push(format!("`{line}` is no sample"));
            return;
        };
        if value.parse::<f64>().is_err() {
            self.problems.push(format!("`{line}` has no value"));
        }
        match self.families.get_mut(current) {
            Some(family) if name.starts_with(current) => family.samples.push((name, labels)),
            _ => self.problems.push(format!("`{line}` belongs to no family")),
        }
    }

    fn lint(&mut self) {
        let mut problems = Vec::new();
        for (name, family) in &self.families {
            let mut wrong = |what: &str| problems.push(format!("{name}: {what}"));
            if !name.starts_with("falconet_")
                || !name.bytes().all(|b| b == b'_' || b.is_ascii_lowercase())
            {
                wrong("it is not in the namespace, or no snake case");
            }
            if family.help.len() < 10 {
                wrong("it has no help");
            }
            if !["counter", "gauge", "histogram", "info"].contains(&family.kind.as_str()) {
                wrong("it has no type");
            }
            if !family.unit.is_empty() && !name.ends_with(&format!("_{}", family.unit)) {
                wrong("its name does not end with its unit");
            }
            let has_unit = name.ends_with("_seconds") || name.ends_with("_bytes");
            if has_unit && family.unit.is_empty() {
                wrong("its name ends with a unit that it does not declare");
            }
            if name.ends_with("_total") || name.contains("milli") || name.contains("kib") {
                wrong("its suffix is not its own, or its unit no base unit");
            }
            lint_samples(name, family, &mut wrong);
        }
        self.problems.extend(problems);
    }
}

fn lint_samples(name: &str, family: &Family, wrong: &mut impl FnMut(&str)) {
    let suffixes: &[&str] = match family.kind.as_str() {
        "counter" => &["_total"],
        "histogram" => &["_bucket", "_sum", "_count"],
        "info" => &["_info"],
        _ => &[""],
    };
    let mut seen = BTreeSet::new();
    for (sample, labels) in &family.samples {
        let suffix = sample.strip_prefix(name).unwrap();
        if !suffixes.contains(&suffix) {
            wrong("a sample has a suffix of another type");
        }
        if !seen.insert((sample, labels)) {
            wrong("a sample stands there twice");
        }
    }
}

/// A name, labels and a value.
fn split(line: &str) -> Option<(String, Vec<String>, &str)> {
    let Some(brace) = line.find('{') else {
        let (name, value) = line.split_once(' ')?;
        return Some((name.to_owned(), Vec::new(), value));
    };
    let (name, rest) = line.split_at(brace);
    let mut labels = Vec::new();
    let mut label = String::new();
    let mut is_quoted = false;
    let mut chars = rest[1..].char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if is_quoted => {
                label.push(c);
                label.push(chars.next()?.1);
                continue;
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => labels.push(std::mem::take(&mut label)),
            '}' if !is_quoted => {
                labels.push(label);
                return Some((name.to_owned(), labels, rest[at + 2..].trim()));
            }
            _ => {}
        }
        label.push(c);
    }
    None
}

#[test]
fn bad_texts_are_found_out() {
    for (text, problem) in [
        (
            "# TYPE falconet_a counter\n# HELP falconet_a What it counts.\nfalconet_a 1\n# EOF\n",
            "suffix of another type",
        ),
        ("# TYPE falconet_a gauge\nfalconet_a 1\n# EOF\n", "no help"),
        (
            "# HELP falconet_a_seconds What it counts.\n# TYPE falconet_a_seconds gauge\nfalconet_a_seconds 1\n# EOF\n",
            "a unit that it does not declare",
        ),
        ("falconet_a{ 1\n# EOF\n", "no sample"),
        ("", "does not end"),
    ] {
        let read = Exposition::read(text);
        let found = read.problems.iter().any(|said| said.contains(problem));
        assert!(found, "{text}: {:?}", read.problems);
    }
}
