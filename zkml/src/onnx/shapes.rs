//! Shapes after an operator that moves nothing, and where things stand in them.

use super::graph::{Node, MAX_AXES};

/// An axis, also counted from the end.
pub fn axis(axis: i64, axes: usize) -> Option<usize> {
    let axes = i64::try_from(axes).ok()?;
    let axis = if axis < 0 { axis.checked_add(axes)? } else { axis };
    (0..axes).contains(&axis).then_some(axis as usize)
}

/// The shape that an operator gives a tensor of shape `from`, and where each of its values stood before.
/// `list` is the operator's second input.
pub fn rearranged(
    node: &Node,
    from: &[usize],
    list: Option<Vec<i64>>,
) -> Result<(Vec<usize>, Vec<usize>), String> {
    let axes = || list.clone().unwrap_or_else(|| node.ints("axes"));
    let size: usize = from.iter().product();
    let to = match node.kind.as_str() {
        "Transpose" => return transposed(from, &node.ints("perm")),
        "Flatten" => {
            // Counted from the end it is one of the tensor's axes; else it may be behind the last.
            let place = node.int("axis", 1);
            let axes = from.len() + usize::from(place >= 0);
            let axis = axis(place, axes).ok_or("its axis is not there")?;
            vec![from[..axis].iter().product(), from[axis..].iter().product()]
        },
        "Reshape" => {
            let wanted = list.ok_or("its shape must be a constant")?;
            reshaped(from, &wanted, node.int("allowzero", 0) != 0)?
        },
        "Squeeze" => squeezed(from, &axes())?,
        "Unsqueeze" => unsqueezed(from, &axes())?,
        _ => from.to_vec(),
    };
    if to.iter().product::<usize>() != size {
        return Err(format!("shape {to:?} has another size than {from:?}"));
    }
    Ok((to, (0..size).collect()))
}

fn transposed(from: &[usize], order: &[i64]) -> Result<(Vec<usize>, Vec<usize>), String> {
    let axes = from.len();
    let order: Vec<usize> = match order {
        [] => (0..axes).rev().collect(),
        order => order.iter().filter_map(|place| axis(*place, axes)).collect(),
    };
    let mut sorted = order.clone();
    sorted.sort_unstable();
    if sorted != (0..axes).collect::<Vec<_>>() {
        return Err(format!("its order of axes {order:?} is none of {axes}"));
    }
    let to: Vec<usize> = order.iter().map(|axis| from[*axis]).collect();
    let strides = strides(from);
    let places = (0..from.iter().product()).map(|place| {
        let indices = indices(&to, place);
        indices.iter().zip(&order).map(|(at, axis)| at * strides[*axis]).sum()
    });
    let places = places.collect();
    Ok((to, places))
}

/// What `Reshape` makes of a shape: zero keeps an axis, and one may be left to be worked out.
pub fn reshaped(from: &[usize], wanted: &[i64], zero_is_zero: bool) -> Result<Vec<usize>, String> {
    if wanted.len() > MAX_AXES {
        return Err(format!("{} axes are too many", wanted.len()));
    }
    let mut to = Vec::with_capacity(wanted.len());
    let mut open = None;
    for (place, size) in wanted.iter().enumerate() {
        to.push(match size {
            0 if !zero_is_zero => *from.get(place).ok_or("it keeps an axis that is not there")?,
            -1 if open.replace(place).is_none() => 1,
            size => {
                usize::try_from(*size).map_err(|_| format!("a size of {size} is not possible"))?
            },
        });
    }
    let known = to.iter().try_fold(1usize, |size, axis| size.checked_mul(*axis));
    let known = known.filter(|size| *size > 0).ok_or("its shape is not possible")?;
    if let Some(open) = open {
        let size: usize = from.iter().product();
        if !size.is_multiple_of(known) {
            return Err(format!("{size} values do not fit shape {wanted:?}"));
        }
        to[open] = size / known;
    }
    Ok(to)
}

/// Without axes of one place: these, or all.
pub fn squeezed(from: &[usize], axes: &[i64]) -> Result<Vec<usize>, String> {
    let mut gone = vec![axes.is_empty(); from.len()];
    for wanted in axes {
        gone[axis(*wanted, from.len()).ok_or("its axis is not there")?] = true;
    }
    let mut to = Vec::new();
    for (size, gone) in from.iter().zip(gone) {
        match (size, gone, axes.is_empty()) {
            (1, true, _) => {},
            (_, true, false) => return Err(format!("an axis of {size} places cannot be left out")),
            _ => to.push(*size),
        }
    }
    Ok(to)
}

/// With axes of one place besides.
pub fn unsqueezed(from: &[usize], axes: &[i64]) -> Result<Vec<usize>, String> {
    let count = from.len() + axes.len();
    if count > MAX_AXES {
        return Err(format!("{count} axes are too many"));
    }
    let mut is_new = vec![false; count];
    for wanted in axes {
        let place = axis(*wanted, count).ok_or("its axis is not there")?;
        if std::mem::replace(&mut is_new[place], true) {
            return Err("an axis is added twice".into());
        }
    }
    let mut old = from.iter();
    Ok(is_new
        .into_iter()
        .map(|new| if new { 1 } else { old.next().copied().unwrap_or(1) })
        .collect())
}

/// How far apart neighbours along each axis stand.
pub fn strides(shape: &[usize]) -> Vec<usize> {
    let mut strides = vec![1; shape.len()];
    for axis in (1..shape.len()).rev() {
        strides[axis - 1] = strides[axis] * shape[axis];
    }
    strides
}

/// The place along each axis.
pub fn indices(shape: &[usize], place: usize) -> Vec<usize> {
    strides(shape).iter().zip(shape).map(|(stride, size)| place / stride % size).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::graph::Attribute, *};

    #[test]
    fn axes_should_count_from_both_ends() {
        assert_eq!([axis(0, 2), axis(1, 2), axis(-1, 2), axis(-2, 2)], [0, 1, 1, 0].map(Some));
        assert_eq!([axis(2, 2), axis(-3, 2), axis(i64::MIN, 2), axis(0, 0)], [None; 4]);
    }

    #[test]
    fn shapes_should_be_worked_out_and_refused() {
        assert_eq!(reshaped(&[2, 3, 4], &[0, -1], false), Ok(vec![2, 12]));
        assert_eq!(reshaped(&[2, 3], &[6], false), Ok(vec![6]));
        assert!(reshaped(&[2, 3], &[-1, -1], false).is_err());
        assert!(reshaped(&[2, 3], &[4, -1], false).is_err());
        assert!(reshaped(&[2], &[0, 0], false).is_err());
        assert!(reshaped(&[2], &[-2], false).is_err());
        assert!(reshaped(&[2], &[0, -1], true).is_err());
        assert!(reshaped(&[2], &[i64::MAX, i64::MAX, 2], false).is_err());
        assert_eq!(squeezed(&[1, 3, 1], &[]), Ok(vec![3]));
        assert_eq!(squeezed(&[1, 3, 1], &[-1]), Ok(vec![1, 3]));
        assert!(squeezed(&[1, 3], &[1]).is_err());
        assert_eq!(unsqueezed(&[3], &[0, -1]), Ok(vec![1, 3, 1]));
        assert!(unsqueezed(&[3], &[0, 0]).is_err());
        assert!(unsqueezed(&[3], &[7]).is_err());
    }

    #[test]
    fn flattening_should_count_as_onnx_does() {
        let flat = |axis| {
            let int = Attribute { kind: 2, int: axis, ..Attribute::default() };
            let attributes = [("axis".to_string(), int)].into();
            let node = Node { kind: "Flatten".into(), attributes, ..Node::default() };
            rearranged(&node, &[2, 3, 4], None).map(|(shape, _)| shape).ok()
        };
        assert_eq!([flat(-1), flat(2)], [Some(vec![6, 4]), Some(vec![6, 4])]);
        assert_eq!([flat(3), flat(-3)], [Some(vec![24, 1]), Some(vec![1, 24])]);
        assert_eq!([flat(4), flat(-4)], [None, None]);
    }

    #[test]
    fn axes_should_change_places() {
        let (to, places) = transposed(&[2, 3], &[]).unwrap();
        assert_eq!((to, places), (vec![3, 2], vec![0, 3, 1, 4, 2, 5]));
        assert!(transposed(&[2, 3], &[0, 0]).is_err());
        assert!(transposed(&[2, 3], &[0]).is_err());
    }

    #[test]
    fn places_should_have_indices() {
        assert_eq!(strides(&[2, 3, 4]), [12, 4, 1]);
        assert_eq!(indices(&[2, 3, 4], 17), [1, 1, 1]);
        assert_eq!(indices(&[], 0), []);
    }
}
