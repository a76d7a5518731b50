//! Defining, appending to, replacing and enabling rules.

use falconet_event::catalogue::Catalogue;

use super::exceptions::complete;
use super::{
    Collecting, Collector, ExceptionInfo, ExceptionList, Placed, RuleInfo, RuleReplacement,
    RuleUpdate,
};
use crate::advice;
use crate::report::{Context, Loaded, WarningCode, invalid};
use crate::silent::Fields;

const NO_RULE_TO_APPEND: &str =
    "Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists";
const NO_RULE_TO_REPLACE: &str =
    "An 'override.<key>: replace' to a rule was requested but no rule by that name already exists";
const NO_RULE_TO_ENABLE: &str = "Rule has 'enabled' key but no rule by that name already exists";

impl Collector {
    pub(crate) fn define_rule(
        &mut self,
        mut info: RuleInfo,
        with: &mut Collecting<'_>,
    ) -> Loaded<()> {
        let number = self.next();
        let previous = self
            .rules
            .get(&info.name)
            .map(|previous| previous.info.source.as_str());
        require_same_source(previous, Some(&info.source), &info.context)?;
        let fields = Fields::of(with.catalogue, &info.source);
        info.has_known_source = fields.is_some();
        if !info.has_known_source {
            let message = format!("Unknown source {}, skipping", info.source);
            let advice = advice::unknown_source(&info.source, with.catalogue);
            with.report
                .warn_advised(WarningCode::UnknownSource, message, &info.context, advice);
        }
        info.complete_exceptions(fields, with)?;
        let earlier = self.rules.get(&info.name);
        let earlier = earlier.map(|placed| placed.info.context.clone());
        self.note_redefinition(earlier, &info.context);
        let name = info.name.clone();
        self.rules.define(&name, info, number);
        Ok(())
    }

    pub(crate) fn append_rule(&mut self, update: RuleUpdate, with: &Collecting<'_>) -> Loaded<()> {
        let number = self.next();
        let previous = self.previous(&update.name, NO_RULE_TO_APPEND, &update.context)?;
        if !update.has_anything() {
            return Err(invalid(
                "Appended rule must have exceptions or condition property",
                &update.context,
            ));
        }
        require_same_source(
            Some(&previous.info.source),
            update.source.as_deref(),
            &update.context,
        )?;
        previous.info.append(update, with)?;
        previous.visibility = number;
        Ok(())
    }

    pub(crate) fn replace_rule(
        &mut self,
        replacement: RuleReplacement,
        with: &Collecting<'_>,
    ) -> Loaded<()> {
        let number = self.next();
        let update = &replacement.update;
        let previous = self.previous(&update.name, NO_RULE_TO_REPLACE, &update.context)?;
        require_same_source(
            Some(&previous.info.source),
            update.source.as_deref(),
            &update.context,
        )?;
        previous.info.replace(replacement, with)?;
        previous.visibility = number;
        Ok(())
    }

    /// The deprecated item of a name and `enabled`.
    pub(crate) fn enable_rule(
        &mut self,
        name: &str,
        enabled: bool,
        context: &Context,
    ) -> Loaded<()> {
        let previous = self.previous(name, NO_RULE_TO_ENABLE, context)?;
        previous.info.enabled = enabled;
        Ok(())
    }

    fn previous(
        &mut self,
        name: &str,
        missing: &str,
        context: &Context,
    ) -> Loaded<&mut Placed<RuleInfo>> {
        self.rules.find_mut(name).map_err(|names| {
            invalid(missing, context).advised(advice::undefined("rule", name, names))
        })
    }
}

fn require_same_source(
    previous: Option<&str>,
    source: Option<&str>,
    context: &Context,
) -> Loaded<()> {
    match (previous, source) {
        (Some(previous), Some(source)) if previous != source => Err(invalid(
            "Rule has been re-defined with a different source",
            context,
        )),
        _ => Ok(()),
    }
}

fn complete_definition(
    exception: &mut ExceptionInfo,
    fields: Option<Fields<'_>>,
    catalogue: &Catalogue,
) -> Loaded<()> {
    if !exception.fields.is_given() {
        return Err(invalid(
            "Rule exception item must have fields property with a list of fields",
            &exception.context,
        ));
    }
    complete(exception, fields, catalogue)
}

impl RuleUpdate {
    fn has_anything(&self) -> bool {
        self.condition.is_some()
            || self.exceptions.is_some()
            || self.output.is_some()
            || self.description.is_some()
            || self.tags.is_some()
    }
}

impl RuleInfo {
    /// Exceptions that are wrong are left out, unless their error ends the loading.
    fn complete_exceptions(
        &mut self,
        fields: Option<Fields<'_>>,
        with: &mut Collecting<'_>,
    ) -> Loaded<()> {
        let mut complete = ExceptionList::default();
        for mut exception in std::mem::take(&mut self.exceptions) {
            let completed = complete_definition(&mut exception, fields, with.catalogue);
            match with.report.recovered(completed)? {
                Some(()) => complete.push(exception),
                None => self.is_whole = false,
            }
        }
        self.exceptions = complete;
        Ok(())
    }

    fn fields<'c>(&self, with: &Collecting<'c>) -> Option<Fields<'c>> {
        self.has_known_source
            .then(|| Fields::of(with.catalogue, &self.source))
            .flatten()
    }

    fn append(&mut self, update: RuleUpdate, with: &Collecting<'_>) -> Loaded<()> {
        if let Some(condition) = &update.condition {
            self.condition.append_word(condition);
        }
        if let Some(output) = &update.output {
            self.output.append_word(output);
        }
        if let Some(description) = &update.description {
            self.description.push(' ');
            self.description.push_str(description);
        }
        self.tags.extend(update.tags.unwrap_or_default());
        let fields = self.fields(with);
        update
            .exceptions
            .unwrap_or_default()
            .into_iter()
            .try_for_each(|exception| self.append_exception(exception, fields, with.catalogue))
    }

    fn append_exception(
        &mut self,
        mut exception: ExceptionInfo,
        fields: Option<Fields<'_>>,
        catalogue: &Catalogue,
    ) -> Loaded<()> {
        let Some(previous) = self.exceptions.find_mut(&exception.name) else {
            require_complete(&exception)?;
            complete(&mut exception, fields, catalogue)?;
            self.exceptions.push(exception);
            return Ok(());
        };
        if exception.fields.is_given() {
            return Err(invalid(
                "Can not append exception fields to existing exception, only values",
                &exception.context,
            ));
        }
        if exception.comps.is_given() {
            return Err(invalid(
                "Can not append exception comps to existing exception, only values",
                &exception.context,
            ));
        }
        previous.appended.push(previous.values.len());
        previous.values.append(&mut exception.values);
        Ok(())
    }

    /// Falco takes the new exceptions without a look and dies of some of them; they are completed as any others.
    fn replace(&mut self, replacement: RuleReplacement, with: &Collecting<'_>) -> Loaded<()> {
        let fields = self.fields(with);
        let mut update = replacement.update;
        for exception in update.exceptions.iter_mut().flatten() {
            complete_definition(exception, fields, with.catalogue)?;
        }
        set(&mut self.condition, update.condition);
        set(
            &mut self.exceptions,
            update.exceptions.map(ExceptionList::from_iter),
        );
        set(&mut self.output, update.output);
        set(&mut self.description, update.description);
        set(&mut self.tags, update.tags);
        set(&mut self.priority, replacement.priority);
        set(&mut self.enabled, replacement.enabled);
        set(&mut self.capture, replacement.capture);
        set(&mut self.capture_duration, replacement.capture_duration);
        set(&mut self.warn_event_types, replacement.warn_event_types);
        set(
            &mut self.skip_if_unknown_filter,
            replacement.skip_if_unknown_filter,
        );
        Ok(())
    }
}

fn require_complete(exception: &ExceptionInfo) -> Loaded<()> {
    if !exception.fields.is_given() {
        return Err(invalid(
            "Rule exception must have fields property with a list of fields",
            &exception.context,
        ));
    }
    if exception.values.is_empty() {
        return Err(invalid(
            "Rule exception must have values property with a list of values",
            &exception.context,
        ));
    }
    Ok(())
}

fn set<T>(target: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *target = value;
    }
}
