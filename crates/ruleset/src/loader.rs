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
use crate::yaml::{Documents, YamlError, parse};

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
#[derive(Debug)]
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
        let source = self.sources.add(name, text);
        let LoadOptions {
            report_bytes,
            most_errors,
            ..
        } = self.options;
        let mut report = FileReport::new(name, report_bytes, most_errors);
        let root = Context::file(source, name);
        let loaded = self.read_and_compile(text, root, &mut report);
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
