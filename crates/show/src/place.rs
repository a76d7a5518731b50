//! Places in files, as people and programs name them.

use falconet_diagnostics::{Label, Sources};
use serde::{Deserialize, Serialize};

/// A place in a file. Lines and columns count from 1, columns count characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub struct Place {
    /// Name of the file.
    pub file: String,
    /// First line.
    pub line: usize,
    /// Column in the first line.
    pub column: usize,
    /// Line of the end.
    pub end_line: usize,
    /// Column behind the last character.
    pub end_column: usize,
}

impl Place {
    /// The place of a label; nothing if its source is none of these.
    pub fn of(label: &Label, sources: &Sources) -> Option<Self> {
        let source = sources.get(label.source)?;
        let start = source.line_column(label.span.start);
        let end = source.line_column(label.span.end);
        Some(Self {
            file: source.name().to_owned(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        })
    }

    /// The place of the first of some labels.
    pub fn first(labels: &[Label], sources: &Sources) -> Option<Self> {
        Self::of(labels.first()?, sources)
    }

    /// `file:line:column`.
    pub fn short(&self) -> String {
        format!("{}:{}:{}", self.file, self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use falconet_diagnostics::{SourceId, Span};

    use super::*;

    #[test]
    fn a_place_is_named_by_file_line_and_column() {
        let mut sources = Sources::default();
        let source = sources.add("r.yaml", "ab\ncd");
        let label = |source| Label {
            source,
            span: Span::new(3, 5),
            text: String::new(),
        };
        let place = Place::of(&label(source), &sources).unwrap();
        assert_eq!(
            (place.short().as_str(), place.end_column),
            ("r.yaml:2:1", 3)
        );
        assert_eq!(Place::of(&label(SourceId(7)), &sources), None);
    }
}
