//! Sets: `[a-z]`, `[^"]`, `[[:alpha:]_]`.

use super::RegexError;
use super::cursor::Cursor;
use super::error::shown;
use super::escape::parse_escape;
use super::posix_class::parse_posix_class;
use super::syntax::Class;

/// Reads a set.
pub(super) fn parse_class(cursor: &mut Cursor<'_>) -> Result<Class, RegexError> {
    let whole = cursor.rest();
    cursor.skip(1);
    let mut class = Class {
        negated: cursor.eat(b'^'),
        ..Class::default()
    };
    let mut is_first = true;
    while is_first || cursor.peek().is_some_and(|byte| byte != b']') {
        if cursor.is_at_end() {
            break;
        }
        refuse_inner_dash(cursor, is_first)?;
        parse_item(cursor, whole, &mut class)?;
        is_first = false;
    }
    if cursor.eat(b']') {
        Ok(class)
    } else {
        Err(missing_bracket(whole))
    }
}

fn missing_bracket(whole: &[u8]) -> RegexError {
    RegexError::MissingBracket(shown(whole))
}

/// POSIX has `-` as the first or the last item only.
fn refuse_inner_dash(cursor: &Cursor<'_>, is_first: bool) -> Result<(), RegexError> {
    let is_last = cursor.peek_second() == Some(b']');
    if cursor.peek() != Some(b'-') || is_first || is_last {
        return Ok(());
    }
    let mut behind = *cursor;
    behind.skip(1);
    behind.code_point()?;
    Err(RegexError::ClassRange(shown(behind.since(cursor))))
}

fn parse_item(cursor: &mut Cursor<'_>, whole: &[u8], class: &mut Class) -> Result<(), RegexError> {
    if let Some(ranges) = parse_posix_class(cursor)? {
        class.ranges.extend(ranges);
    } else {
        class.ranges.push(parse_range(cursor, whole)?);
    }
    Ok(())
}

fn parse_range(cursor: &mut Cursor<'_>, whole: &[u8]) -> Result<(u32, u32), RegexError> {
    let before = *cursor;
    let low = parse_member(cursor, whole)?;
    let is_range =
        cursor.peek() == Some(b'-') && cursor.peek_second().is_some_and(|byte| byte != b']');
    if !is_range {
        return Ok((low, low));
    }
    cursor.skip(1);
    let high = parse_member(cursor, whole)?;
    if high < low {
        return Err(RegexError::ClassRange(shown(cursor.since(&before))));
    }
    Ok((low, high))
}

fn parse_member(cursor: &mut Cursor<'_>, whole: &[u8]) -> Result<u32, RegexError> {
    match cursor.peek() {
        None => Err(missing_bracket(whole)),
        Some(b'\\') => parse_escape(cursor),
        Some(_) => cursor.code_point().map(u32::from),
    }
}
