//! The plot of what a dependency costs, by the number of dependencies: reads lines `route instructions …` on
//! standard input, and writes SVG to standard output.

use std::collections::HashMap;
use std::fmt::Write;
use std::io::{self, Read};

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
/// The space for the axes' labels.
const MARGIN: f64 = 56.0;

/// The numbers of dependencies that are measured.
const COUNTS: [u32; 4] = [0, 1, 5, 20];

/// A line: the group of its routes, its name in the plot, its colour.
const LINES: [(&str, &str, &str); 3] = [
    ("layers", "from_fn layers", "#c2410c"),
    ("extractors", "extractors by hand", "#4d7c0f"),
    ("dependencies", "#[dependency]", "#1d4ed8"),
];

/// Prints the plot.
pub(crate) fn print() {
    let mut input = String::new();
    io::stdin().read_to_string(&mut input).expect("the counts");
    let instructions: HashMap<&str, f64> = input.lines().filter_map(count).collect();
    println!("{}", plot(&instructions));
}

fn count(line: &str) -> Option<(&str, f64)> {
    let mut words = line.split_whitespace();
    Some((words.next()?, words.next()?.parse().ok()?))
}

fn plot(instructions: &HashMap<&str, f64>) -> String {
    let lines = LINES.map(|(group, name, colour)| {
        let costs = COUNTS.map(|dependencies| cost(instructions, group, dependencies));
        (name, colour, costs)
    });
    let highest = lines
        .iter()
        .flat_map(|(_, _, costs)| costs)
        .fold(0.0_f64, |highest, cost| highest.max(*cost));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <title>Instructions of a request by the number of its dependencies</title>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"white\"/>\n"
    );
    push_axes(&mut svg, highest);
    for (place, (name, colour, costs)) in (0_u32..).zip(&lines) {
        push_line(
            &mut svg,
            place,
            name,
            colour,
            &costs.map(|cost| cost / highest),
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Without dependencies, every implementation is just the handler.
fn cost(instructions: &HashMap<&str, f64>, group: &str, dependencies: u32) -> f64 {
    let route = match dependencies {
        0 => "public/floor".to_owned(),
        some => format!("{group}/{some}"),
    };
    instructions[route.as_str()]
}

fn push_axes(svg: &mut String, highest: f64) {
    let (left, right, bottom) = (MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN);
    push(
        svg,
        &format!("<path d=\"M{left} {MARGIN}V{bottom}H{right}\" fill=\"none\" stroke=\"black\"/>"),
    );
    for dependencies in COUNTS {
        let (x, y) = (x_of(dependencies), bottom + 20.0);
        push(
            svg,
            &format!("<text x=\"{x:.0}\" y=\"{y}\" text-anchor=\"middle\">{dependencies}</text>"),
        );
    }
    let y = bottom + 42.0;
    push(
        svg,
        &format!(
            "<text x=\"{right}\" y=\"{y}\" text-anchor=\"end\">dependencies that do nothing</text>"
        ),
    );
    let y = MARGIN - 12.0;
    push(
        svg,
        &format!(
            "<text x=\"{left}\" y=\"{y}\">instructions of a request, up to {highest:.0}</text>"
        ),
    );
}

/// A line through its points, and its name in the legend.
fn push_line(
    svg: &mut String,
    place: u32,
    name: &str,
    colour: &str,
    heights: &[f64; COUNTS.len()],
) {
    let points: Vec<String> = COUNTS
        .iter()
        .zip(heights)
        .map(|(dependencies, height)| format!("{:.1},{:.1}", x_of(*dependencies), y_of(*height)))
        .collect();
    let points = points.join(" ");
    push(
        svg,
        &format!(
            "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>"
        ),
    );
    let (x, y) = (MARGIN + 16.0, MARGIN + 16.0 + 20.0 * f64::from(place));
    push(
        svg,
        &format!("<text x=\"{x}\" y=\"{y}\" fill=\"{colour}\">{name}</text>"),
    );
}

fn push(svg: &mut String, element: &str) {
    writeln!(svg, "{element}").expect("a string takes everything");
}

fn x_of(dependencies: u32) -> f64 {
    let most = f64::from(COUNTS[COUNTS.len() - 1]);
    MARGIN + f64::from(dependencies) / most * (WIDTH - 2.0 * MARGIN)
}

fn y_of(height: f64) -> f64 {
    HEIGHT - MARGIN - height * (HEIGHT - 2.0 * MARGIN)
}
