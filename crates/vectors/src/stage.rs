//! Conditions and outputs that stand alone, put into rules for the production evaluator.

use falconet_condition::Span;
use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::typed::{Condition, Expression, Format, Leaf, Test};
use falconet_ruleset::{ExtraField, LoadOptions, Loader, Rule, Ruleset};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::catalogue::SOURCE;

/// What the rules are made from.
const TEMPLATE: &str =
    "- {rule: r, desc: d, condition: evt.num exists, output: o, priority: INFO, source: mocksrc}";

/// What is read of an alert.
#[derive(Debug, Deserialize)]
pub(crate) struct Alert {
    rule: String,
    /// Its text.
    pub(crate) message: String,
    /// Its typed values.
    pub(crate) output_fields: Map<String, Value>,
}

/// A catalogue whose only source has one event.
pub(crate) struct Stage<'a> {
    catalogue: &'a Catalogue,
    event: &'a Value,
    ruleset: Ruleset,
    template: Rule,
}

impl<'a> Stage<'a> {
    /// A stage without rules.
    pub(crate) fn new(catalogue: &'a Catalogue, event: &'a Value) -> Result<Self, String> {
        let mut loader = Loader::new(catalogue, LoadOptions::default());
        loader.load("rules.yaml", TEMPLATE);
        let mut ruleset = loader.into_ruleset().ok_or("the template does not load")?;
        let template = ruleset.rules.pop().ok_or("the template has no rule")?;
        Ok(Self {
            catalogue,
            event,
            ruleset,
            template,
        })
    }

    /// Whether a condition holds, by the index and without it.
    pub(crate) fn holds(&mut self, condition: Condition) -> Result<(bool, bool), String> {
        let mut rule = self.template.clone();
        rule.condition = condition;
        self.ruleset.rules = vec![rule];
        let indexed = self.judge(self.engine()?)?;
        let plain = self.judge(self.engine()?.without_index())?;
        Ok((indexed.alerts == 1, plain.alerts == 1))
    }

    /// Which of some expressions have a value.
    pub(crate) fn present(&mut self, expressions: &[&Expression]) -> Result<Vec<bool>, String> {
        let rules = expressions.iter().enumerate().map(|(at, expression)| {
            let mut rule = self.template.clone();
            rule.name = at.to_string();
            rule.condition = exists(expression);
            rule
        });
        self.ruleset.rules = rules.collect();
        let alerts = alerts(&self.judge(self.engine()?)?.lines)?;
        let has = |at: usize| alerts.iter().any(|alert| alert.rule == at.to_string());
        Ok((0..expressions.len()).map(has).collect())
    }

    /// The alert of a rule that always matches.
    pub(crate) fn alert(
        &mut self,
        output: Format,
        extra_fields: Vec<ExtraField>,
    ) -> Result<Alert, String> {
        let mut rule = self.template.clone();
        rule.output = output;
        rule.extra_fields = extra_fields;
        self.ruleset.rules = vec![rule];
        let alerts = alerts(&self.judge(self.engine()?)?.lines)?;
        alerts
            .into_iter()
            .next()
            .ok_or_else(|| "there is no alert".to_owned())
    }

    fn engine(&self) -> Result<Engine, String> {
        let settings = Settings {
            rule_matching: falconet_engine::settings::RuleMatching::All,
            json_include_message_property: true,
            source: Some(SOURCE.to_owned()),
            ..Settings::default()
        };
        Engine::new(
            &self.ruleset,
            self.catalogue,
            &settings,
            &Environment::default(),
            Limits::default(),
        )
        .map_err(|error| error.to_string())
    }

    fn judge(&self, engine: Engine) -> Result<BatchResult, String> {
        judge(engine, self.event)
    }
}

/// Judges one event.
fn judge(mut engine: Engine, event: &Value) -> Result<BatchResult, String> {
    let mut batch = BatchResult::default();
    engine.eval(event.to_string().as_bytes(), true, true, &mut batch);
    match batch.problems.first() {
        Some(problem) => Err(format!("the event is not read: {}", problem.reason)),
        None => Ok(batch),
    }
}

fn alerts(lines: &[u8]) -> Result<Vec<Alert>, String> {
    let text = std::str::from_utf8(lines).map_err(|error| error.to_string())?;
    let alerts = text.lines().map(serde_json::from_str);
    alerts
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())
}

fn exists(expression: &Expression) -> Condition {
    Condition::Leaf(Box::new(Leaf {
        left: expression.clone(),
        test: Test::Exists,
        span: Span::default(),
    }))
}
