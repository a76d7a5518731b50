//! The expressions of all rules, each computed at most once an event.

use std::collections::HashMap;

use falconet_event::catalogue::{FieldRef, Source, TextForm, ValueType};
use falconet_event::{EventContext, FieldId, Plan, PlanBuilder, Value};
use falconet_ruleset::typed::{Expression, ExpressionKind};

use super::Operand;
use super::values::Values;
use crate::format::write_element_text;
use crate::transform::{Made, Transform};

/// Index of an interned expression: equal expressions share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ExprId(u32);

/// The event that is being judged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event<'a> {
    /// Its bytes.
    pub(crate) record: &'a [u8],
    /// What it does not say itself.
    pub(crate) context: EventContext<'a>,
}

/// How an expression comes about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Node {
    Field(FieldId),
    Constant(Box<[u8]>),
    Computed {
        transform: Transform,
        arguments: Box<[ExprId]>,
    },
}

/// How the values of an expression are printed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown {
    pub(crate) value_type: ValueType,
    pub(crate) form: TextForm,
}

/// All interned expressions; the arguments of one come before it.
#[derive(Debug)]
pub(crate) struct Expressions {
    plan: Plan,
    nodes: Vec<Node>,
    shown: Vec<Shown>,
}

impl Expressions {
    /// The fields that anyone asks for, and how to read them.
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The value of an expression, which is computed unless that has been done.
    #[expect(clippy::inline_always, reason = "asked for by every test")]
    #[inline(always)]
    pub(crate) fn value<'a>(
        &'a self,
        id: ExprId,
        event: &Event<'a>,
        values: &'a mut Values,
    ) -> Option<Operand<'a>> {
        if let Some(Node::Field(field)) = self.node(id) {
            return self.field(*field, event, values).map(Operand::of);
        }
        self.load(id, event, values);
        self.get(id, event.record, values)
    }

    /// Computes the expression unless that has been done; whether it has a value.
    pub(crate) fn load(&self, id: ExprId, event: &Event<'_>, values: &mut Values) -> bool {
        match self.node(id) {
            Some(Node::Field(field)) => {
                values
                    .fields
                    .load(&self.plan, event.record, &event.context, *field)
            }
            Some(Node::Constant(_)) => true,
            Some(Node::Computed {
                transform,
                arguments,
            }) => self.load_computed(id, *transform, arguments, event, values),
            None => false,
        }
    }

    /// Recursion goes as deep as transformers nest, which the condition parser bounds.
    fn load_computed(
        &self,
        id: ExprId,
        transform: Transform,
        arguments: &[ExprId],
        event: &Event<'_>,
        values: &mut Values,
    ) -> bool {
        if let Some(present) = values.computed.is_present(id) {
            return present;
        }
        let complete = arguments
            .iter()
            .all(|&argument| self.load(argument, event, values));
        let mut out = values.computed.take_output();
        let made = if complete {
            transform.apply(&self.arguments(arguments, event.record, values), &mut out)
        } else {
            Made::Absent
        };
        values.computed.store(id, made, out)
    }

    /// The value of an expression that was loaded.
    pub(crate) fn get<'a>(
        &'a self,
        id: ExprId,
        record: &'a [u8],
        values: &'a Values,
    ) -> Option<Operand<'a>> {
        match self.node(id)? {
            Node::Field(field) => values.fields.value(record, *field).map(Operand::of),
            Node::Constant(text) => Some(Operand::One(Value::Text(text))),
            Node::Computed { .. } => values.computed.get(id),
        }
    }

    /// How its values are printed.
    pub(crate) fn shown(&self, id: ExprId) -> Shown {
        self.shown
            .get(id.0 as usize)
            .copied()
            .unwrap_or(Shown::TEXT)
    }

    /// The value of a field.
    #[expect(clippy::inline_always, reason = "asked for by every test")]
    #[inline(always)]
    pub(super) fn field<'a>(
        &self,
        field: FieldId,
        event: &Event<'a>,
        values: &'a mut Values,
    ) -> Option<Value<'a>> {
        let fields = &mut values.fields;
        fields.read(&self.plan, event.record, &event.context, field)
    }

    fn node(&self, id: ExprId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    fn arguments<'a>(
        &'a self,
        ids: &'a [ExprId],
        record: &'a [u8],
        values: &'a Values,
    ) -> Arguments<'a> {
        Arguments {
            expressions: self,
            ids,
            record,
            values,
        }
    }
}

impl ExprId {
    /// Its place among all expressions.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl Shown {
    const TEXT: Self = Self {
        value_type: ValueType::String,
        form: TextForm::Plain,
    };
}

/// The values of a transformer's arguments, all of them present.
pub(crate) struct Arguments<'a> {
    expressions: &'a Expressions,
    ids: &'a [ExprId],
    record: &'a [u8],
    values: &'a Values,
}

impl<'a> Arguments<'a> {
    /// The only argument, or the first of several.
    pub(crate) fn first(&self) -> Operand<'a> {
        self.at(0)
    }

    /// The second argument.
    pub(crate) fn second(&self) -> Operand<'a> {
        self.at(1)
    }

    /// All of them in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Operand<'a>> {
        (0..self.ids.len()).map(|at| self.at(at))
    }

    /// Appends the output text of an element of the argument at `at`.
    pub(crate) fn write_text(&self, at: usize, element: Value<'_>, out: &mut Vec<u8>) {
        let shown = self
            .ids
            .get(at)
            .map_or(Shown::TEXT, |&id| self.expressions.shown(id));
        write_element_text(element, shown, out);
    }

    fn at(&self, at: usize) -> Operand<'a> {
        self.ids
            .get(at)
            .and_then(|&id| self.expressions.get(id, self.record, self.values))
            .unwrap_or(Operand::One(Value::Text(b"")))
    }
}

/// Gathers expressions, giving equal ones the same id.
pub(super) struct ExpressionsBuilder<'a> {
    source: &'a Source,
    plan: PlanBuilder<'a>,
    ids: HashMap<Node, ExprId>,
    nodes: Vec<Node>,
    shown: Vec<Shown>,
    fields: HashMap<ExprId, FieldRef>,
}

impl<'a> ExpressionsBuilder<'a> {
    /// No expressions yet; fields are those of `source`.
    pub(super) fn new(source: &'a Source) -> Self {
        Self {
            source,
            plan: PlanBuilder::new(source),
            ids: HashMap::new(),
            nodes: Vec::new(),
            shown: Vec::new(),
            fields: HashMap::new(),
        }
    }

    /// The source whose fields these are.
    pub(super) const fn source(&self) -> &'a Source {
        self.source
    }

    /// Whether some field needs to know of earlier events.
    pub(super) fn needs_history(&self) -> bool {
        self.plan.needs_history()
    }

    /// How the plan reads an expression, if it is a field.
    pub(super) fn id_of_field(&self, id: ExprId) -> Option<FieldId> {
        match self.nodes.get(id.index()) {
            Some(Node::Field(field)) => Some(*field),
            _ => None,
        }
    }

    /// The field that an expression is, if it is one.
    pub(super) fn field(&self, id: ExprId) -> Option<&FieldRef> {
        self.fields.get(&id)
    }

    /// The id of `expression`. Recursion goes as deep as transformers nest, which the parser bounds.
    pub(super) fn intern(&mut self, expression: &Expression) -> ExprId {
        let form = self.form(&expression.kind);
        let node = match &expression.kind {
            ExpressionKind::Field(field) => Node::Field(self.plan.field(field)),
            ExpressionKind::Constant(text) => Node::Constant(text.as_slice().into()),
            ExpressionKind::List(elements) => self.computed(Transform::List, elements),
            ExpressionKind::Transform {
                name,
                arguments,
                selector,
            } => match Transform::new(*name, *selector) {
                Some(transform) => self.computed(transform, arguments),
                None => return self.intern_first(arguments),
            },
        };
        let shown = Shown {
            value_type: expression.value_type,
            form,
        };
        let id = self.id_of(node, shown);
        if let ExpressionKind::Field(field) = &expression.kind {
            self.fields.entry(id).or_insert_with(|| field.clone());
        }
        id
    }

    fn intern_first(&mut self, arguments: &[Expression]) -> ExprId {
        match arguments {
            [only] => self.intern(only),
            _ => self.id_of(Node::Constant(Box::default()), Shown::TEXT),
        }
    }

    fn computed(&mut self, transform: Transform, arguments: &[Expression]) -> Node {
        let arguments = arguments
            .iter()
            .map(|argument| self.intern(argument))
            .collect();
        Node::Computed {
            transform,
            arguments,
        }
    }

    fn id_of(&mut self, node: Node, shown: Shown) -> ExprId {
        let next = ExprId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        *self.ids.entry(node).or_insert_with_key(|node| {
            self.nodes.push(node.clone());
            self.shown.push(shown);
            next
        })
    }

    fn form(&self, kind: &ExpressionKind) -> TextForm {
        match kind {
            ExpressionKind::Field(field) => self.source.spec(field).text_form,
            _ => TextForm::Plain,
        }
    }

    /// All expressions, and the plan that reads their fields.
    pub(super) fn finish(self) -> Expressions {
        Expressions {
            plan: self.plan.finish(),
            nodes: self.nodes,
            shown: self.shown,
        }
    }
}
