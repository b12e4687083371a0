//! The story as a page for a browser: one file with a sequence diagram in it, and nothing from elsewhere.

use askama::Template;

use super::{Actor, Mark, Story};

/// Where the first row is.
const TOP: u32 = 70;
const ROW: u32 = 30;
/// Where the first lane is.
const LEFT: u32 = 190;
const LANE: u32 = 250;
const STATE: u32 = 260;

/// A vertical line of the diagram.
struct Lane {
    x: u32,
    name: String,
    note: &'static str,
}

/// An arrow, or a remark where it goes nowhere.
struct Arrow {
    y: u32,
    label_y: u32,
    time: String,
    x1: u32,
    x2: u32,
    label_x: u32,
    text: String,
    line: String,
    class: &'static str,
    is_remark: bool,
    band: &'static str,
}

/// A callback on its lane, from its entry to its end.
struct Bar {
    x: u32,
    y: u32,
    height: u32,
}

/// What a request is, from one row to another.
struct State {
    x: u32,
    y: u32,
    height: u32,
    text: &'static str,
    class: &'static str,
}

#[derive(Template)]
#[template(path = "story.html")]
struct Page<'a> {
    story: &'a Story,
    name: &'a str,
    sentence: &'static str,
    source: &'static str,
    replay: &'a str,
    facts: &'a [(String, String)],
    lanes: Vec<Lane>,
    arrows: Vec<Arrow>,
    bars: Vec<Bar>,
    states: Vec<State>,
    width: u32,
    height: u32,
    bottom: u32,
    line_x: u32,
    band_width: u32,
}

/// The page; `facts` stand above the diagram.
pub(crate) fn page(story: &Story, name: &str, facts: &[(String, String)], replay: &str) -> String {
    let actors = actors(story);
    let x_of = |actor: Actor| LEFT + LANE * position(&actors, actor);
    let states_left = LEFT + LANE * count(&actors) - LANE / 2 + 20;
    let line_x = states_left + STATE * count(&story.requests) + 10;
    let y_of = |index: usize| TOP + ROW * (u32::try_from(index).unwrap_or(u32::MAX / ROW - TOP) + 1);
    let bottom = y_of(story.rows.len());
    let arrows = story.rows.iter().enumerate().map(|(index, row)| {
        let (x1, x2) = (x_of(row.from), x_of(row.to));
        Arrow {
            y: y_of(index),
            label_y: y_of(index) - 5,
            time: format!("{}.{:04}", row.at / 10_000, row.at % 10_000),
            x1,
            x2: if x2 > x1 { x2 - 6 } else { x2 + 6 },
            label_x: x1.min(x2) + 10,
            text: row.text.clone(),
            line: row.line.clone().unwrap_or_default(),
            class: if row.nesting < 0 { "return" } else { "call" },
            is_remark: x1 == x2,
            band: match row.mark {
                Mark::None => "",
                Mark::Earlier => "earlier",
                Mark::Second => "second",
            },
        }
    });
    let lanes =
        actors.iter().map(|actor| Lane { x: x_of(*actor), name: actor_name(*actor), note: note(story, *actor) });
    let requests = story.requests.iter().enumerate();
    let request_lanes = requests.map(|(index, on)| Lane {
        x: states_left + STATE * u32::try_from(index).unwrap_or_default() + STATE / 2,
        name: on.to_string(),
        note: "what it is",
    });
    let page = Page {
        story,
        name,
        sentence: story.rule.sentence(),
        source: story.rule.page(),
        replay,
        facts,
        lanes: lanes.chain(request_lanes).collect(),
        arrows: arrows.collect(),
        bars: bars(story, &actors, y_of),
        states: states(story, states_left, y_of),
        width: line_x + 330,
        height: bottom + 60,
        bottom: bottom + 10,
        line_x,
        band_width: line_x + 320,
    };
    page.render().unwrap_or_else(|error| format!("<!doctype html><title>{name}</title><p>{error}</p>"))
}

fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX / LANE / 4)
}

fn position(actors: &[Actor], actor: Actor) -> u32 {
    let at = actors.iter().position(|known| *known == actor).unwrap_or_default();
    u32::try_from(at).unwrap_or_default()
}

/// Those that say something, from the application to the driver.
fn actors(story: &Story) -> Vec<Actor> {
    let mut actors = Vec::new();
    let all = || story.rows.iter().flat_map(|row| [row.from, row.to]);
    let wanted: [fn(&Actor) -> bool; 4] = [
        |actor| matches!(actor, Actor::Application(_)),
        |actor| *actor == Actor::IoManager,
        |actor| *actor == Actor::Framework,
        |actor| matches!(actor, Actor::Driver(_)),
    ];
    for wanted in wanted {
        for actor in all().filter(wanted) {
            if !actors.contains(&actor) {
                actors.push(actor);
            }
        }
    }
    actors
}

fn actor_name(actor: Actor) -> String {
    match actor {
        Actor::Application(thread) => format!("application, {thread}"),
        Actor::IoManager => "I/O manager".to_owned(),
        Actor::Framework => "framework".to_owned(),
        Actor::Driver(thread) => format!("the driver on {thread}"),
    }
}

fn note(story: &Story, actor: Actor) -> &'static str {
    match actor {
        Actor::Application(_) => "a thread that sends I/O",
        Actor::IoManager => "sends, cancels, completes IRPs",
        Actor::Framework => "queues, timers, objects",
        Actor::Driver(thread) => story.threads.iter().find(|(known, _)| *known == thread).map_or("", |(_, role)| role),
    }
}

fn bars(story: &Story, actors: &[Actor], y_of: impl Fn(usize) -> u32) -> Vec<Bar> {
    let mut bars = Vec::new();
    let mut open: Vec<(Actor, usize)> = Vec::new();
    let bar = |actor: Actor, nested: usize, from: usize, to: u32| {
        let shift = u32::try_from(nested).unwrap_or_default() * 5;
        let y = y_of(from);
        Bar { x: LEFT + LANE * position(actors, actor) - 5 + shift, y, height: to.saturating_sub(y).max(6) }
    };
    for (index, row) in story.rows.iter().enumerate() {
        if row.nesting > 0 {
            open.push((row.to, index));
        } else if row.nesting < 0
            && let Some(at) = open.iter().rposition(|(actor, _)| *actor == row.from)
        {
            let (actor, from) = open.remove(at);
            let nested = open.iter().filter(|(other, _)| *other == actor).count();
            bars.push(bar(actor, nested, from, y_of(index)));
        }
    }
    while let Some((actor, from)) = open.pop() {
        let nested = open.iter().filter(|(other, _)| *other == actor).count();
        bars.push(bar(actor, nested, from, y_of(story.rows.len())));
    }
    bars
}

fn states(story: &Story, left: u32, y_of: impl Fn(usize) -> u32) -> Vec<State> {
    let mut states = Vec::new();
    for (lane, request) in story.requests.iter().enumerate() {
        let x = left + STATE * u32::try_from(lane).unwrap_or_default();
        let mine = |(index, row): (usize, &super::Row)| {
            row.state.filter(|(on, _)| on == request).map(|(_, state)| (index, state))
        };
        let changes: Vec<(usize, &'static str)> = story.rows.iter().enumerate().filter_map(mine).collect();
        for (at, (from, text)) in changes.iter().enumerate() {
            let end = changes.get(at + 1).map_or(story.rows.len(), |(next, _)| *next);
            let y = y_of(*from) - 12;
            let class = match *text {
                "completed" => "completed",
                "cancelable" => "cancelable",
                "the driver's" => "owned",
                _ => "other",
            };
            states.push(State { x, y, height: (y_of(end) - 14).saturating_sub(y), text, class });
        }
    }
    states
}
