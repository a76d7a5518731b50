//! Reading what `/metrics` answers: the text format of Prometheus, as far as names, labels and values go.

/// Samples that are read; what is beyond is no sidecar's.
const MOST_SAMPLES: usize = 100_000;

/// A value of a metric.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sample {
    pub(crate) name: String,
    labels: Vec<(String, String)>,
    pub(crate) value: f64,
}

/// All values of one answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Samples(Vec<Sample>);

impl Sample {
    /// The value of a label; nothing if it has none.
    pub(crate) fn label(&self, name: &str) -> &str {
        let label = self.labels.iter().find(|(label, _)| label == name);
        label.map_or("", |(_, value)| value)
    }

    /// All labels and their values.
    #[cfg(feature = "otel")]
    pub(crate) fn labels(&self) -> impl Iterator<Item = (&str, &str)> {
        let labels = self.labels.iter();
        labels.map(|(label, value)| (&**label, &**value))
    }
}

impl Samples {
    /// Reads an answer. Lines that are no samples are passed over.
    pub(super) fn read(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        Self(lines.filter_map(sample).take(MOST_SAMPLES).collect())
    }

    /// The samples of this name.
    pub(super) fn named<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Sample> {
        self.0.iter().filter(move |sample| sample.name == name)
    }

    /// The value of the first sample of this name.
    pub(super) fn value(&self, name: &str) -> Option<f64> {
        self.named(name).next().map(|sample| sample.value)
    }

    /// The values of all samples of this name together.
    pub(super) fn sum(&self, name: &str) -> f64 {
        self.named(name).map(|sample| sample.value).sum()
    }
}

/// The sample that a line is; nothing if it is none.
pub(crate) fn sample(line: &str) -> Option<Sample> {
    let end = line.find(['{', ' '])?;
    let (name, rest) = line.split_at_checked(end)?;
    let (labels, rest) = match rest.strip_prefix('{') {
        Some(rest) => labels(rest)?,
        None => (Vec::new(), rest),
    };
    let value = rest.split_ascii_whitespace().next()?.parse().ok()?;
    Some(Sample {
        name: name.to_owned(),
        labels,
        value,
    })
}

type Labels = Vec<(String, String)>;

/// The labels up to the closing brace, and what follows it.
fn labels(mut rest: &str) -> Option<(Labels, &str)> {
    let mut labels = Vec::new();
    loop {
        rest = rest.trim_start_matches([',', ' ']);
        if let Some(rest) = rest.strip_prefix('}') {
            return Some((labels, rest));
        }
        let (name, after) = rest.split_once("=\"")?;
        let (value, after) = quoted(after)?;
        labels.push((name.to_owned(), value));
        rest = after;
    }
}

/// A text up to its closing quote, and what follows that.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return Some((value, chars.as_str())),
            '\\' => value.push(match chars.next()? {
                'n' => '\n',
                other => other,
            }),
            c => value.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_labels_and_values_are_read() {
        let text = "# HELP a b\na_total 3\nb{rule=\"a \\\"b\\\"\\n, }\",priority=\"Error\"} 1.5 123\nc_bucket{le=\"+Inf\"} 7\n# EOF\n";
        let samples = Samples::read(text);
        assert_eq!(samples.value("a_total"), Some(3.0));
        let b = samples.named("b").next().unwrap();
        assert_eq!(
            (b.label("rule"), b.label("priority")),
            ("a \"b\"\n, }", "Error")
        );
        assert_eq!(samples.value("b"), Some(1.5));
        assert_eq!(
            samples.named("c_bucket").next().unwrap().label("le"),
            "+Inf"
        );
        assert_eq!(samples.value("absent"), None);
    }

    #[test]
    fn what_is_no_sample_is_passed_over() {
        for line in [
            "",
            "a",
            "a b",
            "{",
            "a{",
            "a{b}",
            "a{b=\"",
            "a{b=\"\\",
            "<html>",
            "a{b=\"c\"}",
        ] {
            assert_eq!(Samples::read(line), Samples::default(), "{line}");
        }
    }
}
