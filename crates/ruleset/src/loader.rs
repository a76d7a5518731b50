//! Loading files one after another into one engine.

use falconet_diagnostics::{Diagnostic, Sources, Span};
use falconet_event::catalogue::Catalogue;

use crate::advice;
use crate::collect::{Collecting, Collector, PluginError};
use crate::compile::Compiler;
use crate::options::LoadOptions;
use crate::read::Reader;
use crate::report::{
    Context, ErrorCode, FileReport, ItemType, LoadError, Loaded, invalid, load_results, merged,
};
use crate::ruleset::Ruleset;
use crate::schema;
use crate::view::View;
use crate::yaml::{Documents, Mark, YamlError, parse};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Loads files one after another. After each, everything read so far is compiled, so a later file may change what an
/// earlier one defines, and an earlier one must compile on its own. A file that only adds to what there is takes no
/// longer than it would by itself.
///
/// ```
/// use falconet_event::catalogue::Catalogue;
/// use falconet_ruleset::{LoadOptions, Loader};
///
/// let catalogue = Catalogue::builtin();
/// let mut loader = Loader::new(&catalogue, LoadOptions::default());
/// let report = loader.load("rules.yaml", "- macro: is_login\n  condition: ct.name = ConsoleLogin\n");
/// assert_eq!(report.summary(), "rules.yaml: Ok, with warnings\n 1 warnings: [LOAD_UNUSED_MACRO (Unused macro)]");
/// assert!(loader.ruleset().is_some_and(|ruleset| ruleset.rules.is_empty()));
/// ```
#[derive(Clone, Debug)]
pub struct Loader<'c> {
    catalogue: &'c Catalogue,
    options: LoadOptions,
    collector: Collector,
    compiler: Compiler<'c>,
    sources: Sources,
    reports: Vec<FileReport>,
    /// Whether the last file was loaded, which means that all of them were compiled.
    is_loaded: bool,
}

impl<'c> Loader<'c> {
    /// A loader that has read nothing.
    pub fn new(catalogue: &'c Catalogue, options: LoadOptions) -> Self {
        Self {
            catalogue,
            compiler: Compiler::new(catalogue, options.clone()),
            options,
            collector: Collector::default(),
            sources: Sources::default(),
            reports: Vec::new(),
            is_loaded: false,
        }
    }

    /// Loads a file. An error that ends the loading leaves behind what was read before it, as it does in Falco, and
    /// there is no ruleset until another file succeeds. How many errors it takes is up to
    /// [`LoadOptions::most_errors`]; before, the ruleset is what has no error.
    pub fn load(&mut self, name: &str, text: &str) -> &FileReport {
        self.load_by(name, text, |loader, root, report| {
            loader.read_and_compile(text, root, report)
        })
    }

    /// Notes a file that could not be read: `text` is what is known of it, `offset` where that ends to be what the file holds.
    pub fn refuse(
        &mut self,
        name: &str,
        text: &str,
        offset: Option<usize>,
        reason: &str,
    ) -> &FileReport {
        self.load_by(name, text, |loader, root, report| {
            report.recover(unread(&root, text, offset, reason))?;
            loader.collector.unread.add_file();
            loader.compiler.compile(&mut loader.collector, report)
        })
    }

    fn load_by(
        &mut self,
        name: &str,
        text: &str,
        load: impl FnOnce(&mut Self, Context, &mut FileReport) -> Loaded<()>,
    ) -> &FileReport {
        let source = self.sources.add(name, text);
        let LoadOptions {
            report_bytes,
            most_errors,
            ..
        } = self.options;
        let mut report = FileReport::new(name, report_bytes, most_errors);
        let root = Context::file(source, name);
        let loaded = load(self, root, &mut report);
        self.is_loaded = loaded.is_ok();
        loaded.unwrap_or_else(|error| report.fail(error));
        self.reports.push_mut(report)
    }

    fn read_and_compile(
        &mut self,
        text: &str,
        root: Context,
        report: &mut FileReport,
    ) -> Loaded<()> {
        let yaml = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let file = root.clone();
        match parse(yaml, &self.options.yaml) {
            Ok(documents) => self.read(&documents, text, root, report)?,
            Err(error) => {
                report.recover(unreadable(&error, yaml, &file))?;
                self.collector.unread.add_file();
            }
        }
        if report.goes_on() {
            let errors = self.collector.requirements.errors(&self.catalogue.plugins);
            errors
                .into_iter()
                .try_for_each(|error| report.recover(error))?;
        }
        self.compiler.compile(&mut self.collector, report)?;
        if report.is_full() {
            let most = self.options.report_bytes;
            let message = format!("the warnings about the file are longer than {most} bytes");
            return Err(invalid(message, &file));
        }
        Ok(())
    }

    fn read(
        &mut self,
        documents: &Documents<'_>,
        text: &str,
        root: Context,
        report: &mut FileReport,
    ) -> Loaded<()> {
        let (schema_report, space) = report.schema_mut();
        schema::validate(documents, schema_report, space);
        let yaml = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let with = Collecting {
            catalogue: self.catalogue,
            engine_version: self.options.engine_version,
            report,
        };
        let mut reader = Reader {
            source: root.source(),
            text: yaml,
            base: text.len() - yaml.len(),
            root,
            collector: &mut self.collector,
            with,
        };
        reader.read(documents)
    }

    /// Whether the catalogue's plugins are those that the files require. Falco asks after the last file of a run,
    /// and after each when it validates; what it finds takes the place of every other message. A load that goes on
    /// after errors has it among them.
    pub fn check_plugins(&self) -> Result<(), PluginError> {
        self.collector.requirements.check(&self.catalogue.plugins)
    }

    /// The rules of all files, if the last file was loaded.
    pub fn ruleset(&self) -> Option<&Ruleset> {
        self.is_loaded.then_some(self.compiler.ruleset())
    }

    /// The rules of all files, if the last file was loaded.
    pub fn into_ruleset(self) -> Option<Ruleset> {
        self.into_parts().0
    }

    /// What the files say, as it was written.
    pub const fn view(&self) -> View<'_> {
        View::new(&self.collector)
    }

    /// The rules of all files, if the last file was loaded, and the files' texts.
    pub fn into_parts(self) -> (Option<Ruleset>, Sources) {
        let ruleset = self.compiler.into_ruleset();
        (self.is_loaded.then_some(ruleset), self.sources)
    }

    /// What each file's loading found.
    pub fn reports(&self) -> &[FileReport] {
        &self.reports
    }

    /// What there is to say about all files, in the order of the places: each finding once, however many files were
    /// loaded after it. That nothing refers to an item is said only if that is so in the end.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        merged(&self.reports)
    }

    /// The texts of all files, for diagnostics.
    pub const fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The document that `falco -V` prints for the files.
    pub fn load_results(&self) -> String {
        load_results(&self.reports, &self.sources)
    }
}

fn unread(file: &Context, text: &str, offset: Option<usize>, reason: &str) -> LoadError {
    let offset = text.floor_char_boundary(offset.unwrap_or_default());
    let before = text.get(..offset).unwrap_or_default();
    let line = before.matches('\n').count();
    let mark = Mark {
        offset,
        line,
        column: offset - before.rfind('\n').map_or(0, |end| end + 1),
    };
    let end = text.ceil_char_boundary(offset + 1);
    let place = file.inside(ItemType::ValueFor, "", mark, Span::new(offset, end));
    LoadError::new(ErrorCode::FileRead, reason, &place)
}

fn unreadable(error: &YamlError, yaml: &str, file: &Context) -> LoadError {
    let mark = error.mark();
    let span = Span::new(mark.offset, mark.offset + 1);
    let place = file.inside(ItemType::ValueFor, "", mark, span);
    let unreadable = LoadError::new(ErrorCode::YamlParse, error.to_string(), &place);
    match error {
        YamlError::Limit { .. } => unreadable,
        _ => unreadable.advised(advice::unreadable(yaml, mark.offset, file.source())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "- rule: r\n  desc: d\n  condition: somewhere_else\n  output: o\n  priority: ERROR\n  source: aws_cloudtrail\n";

    #[test]
    fn a_file_that_was_not_read_has_an_error_and_others_are_not_blamed_for_it() {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::collecting_errors());
        loader.refuse("absent.yaml", "", None, "it is not there");
        loader.load("r.yaml", RULE);
        let found = loader.diagnostics();
        let found: Vec<_> = found
            .iter()
            .map(|one| (one.code.as_str(), &*one.message))
            .collect();
        assert_eq!(found, [("LOAD_ERR_FILE_READ", "it is not there")]);
    }

    #[test]
    fn the_place_of_what_is_no_text_is_told() {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        let report = loader.refuse("r.yaml", "a: b\nc\u{fffd}d", Some(6), "it is no text");
        let place = report.errors()[0].context.labels()[0].span;
        assert_eq!(place, Span::new(6, 9));
        assert!(loader.ruleset().is_none());
        let results = loader.load_results();
        assert!(
            results.contains("\"code\":\"LOAD_ERR_FILE_READ\""),
            "{results}"
        );
        assert!(
            results.contains("\"line\":1") && results.contains("\"column\":1"),
            "{results}"
        );
    }
}
