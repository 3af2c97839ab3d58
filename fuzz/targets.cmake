# One line a target, in alphabetical order.
