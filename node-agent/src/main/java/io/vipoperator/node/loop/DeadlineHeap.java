package io.vipoperator.node.loop;

import java.util.Arrays;

/**
 * Routers ordered by their next deadline: a binary heap in which each router knows its place, so that moving one costs a
 * few comparisons and no allocation. The loop's thread only.
 */
final class DeadlineHeap {
    private Router[] heap = new Router[64];
    private int size;

    /** The router with the nearest deadline, or null. */
    Router first() {
        return size == 0 ? null : heap[0];
    }

    /** Puts the router to its place; call it whenever its deadline may have changed. */
    void update(Router router) {
        if (router.heapIndex < 0) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, 2 * size);
            }
            place(router, size++);
        }
        router.heapDeadlineNanos = router.deadlineNanos();
        siftUp(router.heapIndex);
        siftDown(router.heapIndex);
    }

    /** Takes the router out, if it is in. */
    void remove(Router router) {
        int index = router.heapIndex;
        if (index < 0) {
            return;
        }
        router.heapIndex = -1;
        Router last = heap[--size];
        heap[size] = null;
        if (last != router) {
            place(last, index);
            siftUp(index);
            siftDown(last.heapIndex);
        }
    }

    private void siftUp(int start) {
        int index = start;
        Router router = heap[index];
        while (index > 0 && router.heapDeadlineNanos < heap[(index - 1) / 2].heapDeadlineNanos) {
            place(heap[(index - 1) / 2], index);
            index = (index - 1) / 2;
        }
        place(router, index);
    }

    private void siftDown(int start) {
        int index = start;
        Router router = heap[index];
        while (2 * index + 1 < size) {
            int child = 2 * index + 1;
            if (child + 1 < size && heap[child + 1].heapDeadlineNanos < heap[child].heapDeadlineNanos) {
                child++;
            }
            if (router.heapDeadlineNanos <= heap[child].heapDeadlineNanos) {
                break;
            }
            place(heap[child], index);
            index = child;
        }
        place(router, index);
    }

    private void place(Router router, int index) {
        heap[index] = router;
        router.heapIndex = index;
    }
}
