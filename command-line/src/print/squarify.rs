//! Areas in proportion to sizes, as near to squares as they can be (Bruls, Huizing and van Wijk, "Squarified Treemaps", 2000).

/// A rectangle: its upper left corner, its width and its height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) w: f64,
    pub(crate) h: f64,
}

/// Divides a rectangle among sizes, which are above zero, the largest first; a rectangle for each, in their order.
pub(crate) fn squarify(whole: Rect, sizes: &[f64]) -> Vec<Rect> {
    let mut rest = whole;
    let mut left: f64 = sizes.iter().sum();
    let mut rects = Vec::with_capacity(sizes.len());
    while rects.len() < sizes.len() {
        let sizes = &sizes[rects.len()..];
        let scale = rest.w * rest.h / left;
        let side = rest.w.min(rest.h);
        // A row takes one more as long as its worst rectangle becomes no longer.
        let (mut count, mut sum) = (1, sizes[0]);
        while let Some(next) = sizes.get(count) {
            let longest = |sum: f64, least: f64| {
                let breadth = sum * scale / side;
                let ratio = |size: f64| {
                    let length = size * scale / breadth;
                    (length / breadth).max(breadth / length)
                };
                ratio(sizes[0]).max(ratio(least))
            };
            if longest(sum + next, *next) > longest(sum, sizes[count - 1]) {
                break;
            }
            sum += next;
            count += 1;
        }
        rects.extend(row(&mut rest, &sizes[..count], sum, left));
        left -= sum;
    }
    rects
}

/// Cuts a row off along the shorter side.
fn row(rest: &mut Rect, sizes: &[f64], sum: f64, left: f64) -> Vec<Rect> {
    let is_wide = rest.w >= rest.h;
    let (side, length) = if is_wide { (rest.h, rest.w) } else { (rest.w, rest.h) };
    let breadth = length * sum / left;
    let mut at = 0.0;
    let mut rects = Vec::with_capacity(sizes.len());
    for size in sizes {
        let part = side * size / sum;
        rects.push(match is_wide {
            true => Rect { x: rest.x, y: rest.y + at, w: breadth, h: part },
            false => Rect { x: rest.x + at, y: rest.y, w: part, h: breadth },
        });
        at += part;
    }
    if is_wide {
        rest.x += breadth;
        rest.w -= breadth;
    } else {
        rest.y += breadth;
        rest.h -= breadth;
    }
    rects
}

#[cfg(test)]
mod tests {
    use super::{Rect, squarify};

    /// The example of the paper: a rectangle of 6 by 4 for 6, 6, 4, 3, 2, 2, 1.
    #[test]
    fn is_as_in_the_paper() {
        let rects = squarify(Rect { x: 0.0, y: 0.0, w: 6.0, h: 4.0 }, &[6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0]);
        let near = |rect: &Rect, w: f64, h: f64| (rect.w - w).abs() < 1e-9 && (rect.h - h).abs() < 1e-9;
        assert!(near(&rects[0], 3.0, 2.0) && near(&rects[1], 3.0, 2.0), "{rects:?}");
        assert!(near(&rects[2], 12.0 / 7.0, 7.0 / 3.0) && near(&rects[3], 9.0 / 7.0, 7.0 / 3.0), "{rects:?}");
        for (rect, area) in rects.iter().zip([6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0]) {
            assert!((rect.w * rect.h - area).abs() < 1e-9, "{rect:?}");
            assert!(rect.x >= 0.0 && rect.y >= 0.0 && rect.x + rect.w < 6.0 + 1e-9 && rect.y + rect.h < 4.0 + 1e-9);
        }
    }

    #[test]
    fn many_are_no_harder_than_few() {
        assert!(squarify(Rect { x: 0.0, y: 0.0, w: 1.0, h: 1.0 }, &[]).is_empty());
        let sizes: Vec<f64> = (1..50_000).rev().map(f64::from).collect();
        let rects = squarify(Rect { x: 0.0, y: 0.0, w: 960.0, h: 320.0 }, &sizes);
        assert_eq!(rects.len(), sizes.len());
        assert!(rects.iter().all(|rect| rect.w > 0.0 && rect.h > 0.0));
    }
}
